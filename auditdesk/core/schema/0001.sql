-- Version 1 of the workbook. Frozen: a released step never changes; later ones come beside it.

CREATE TABLE change (
	n INTEGER NOT NULL,
	id BLOB NOT NULL,
	hlc BIGINT NOT NULL,
	actor VARCHAR NOT NULL,
	verb VARCHAR NOT NULL,
	label VARCHAR NOT NULL,
	object VARCHAR NOT NULL,
	step INTEGER NOT NULL,
	undoable BOOLEAN NOT NULL,
	undoes INTEGER,
	redoes INTEGER,
	CONSTRAINT pk_change PRIMARY KEY (n)
);

CREATE INDEX ix_change_object ON change (object);

CREATE TABLE client (
	id CHAR(32) NOT NULL,
	withdrawn BOOLEAN NOT NULL,
	touched BIGINT NOT NULL,
	touched_by VARCHAR NOT NULL,
	name VARCHAR(500) NOT NULL,
	country VARCHAR(500) NOT NULL,
	registry_no VARCHAR(500) NOT NULL,
	CONSTRAINT pk_client PRIMARY KEY (id)
);

CREATE TABLE content (
	n INTEGER NOT NULL,
	sha256 VARCHAR(64),
	size BIGINT NOT NULL,
	sealed BOOLEAN NOT NULL,
	CONSTRAINT pk_content PRIMARY KEY (n),
	CONSTRAINT uq_content_sha256 UNIQUE (sha256)
);

CREATE TABLE evidence_item (
	id CHAR(32) NOT NULL,
	withdrawn BOOLEAN NOT NULL,
	touched BIGINT NOT NULL,
	touched_by VARCHAR NOT NULL,
	code VARCHAR(64) NOT NULL,
	title VARCHAR(500) NOT NULL,
	kind VARCHAR(32) NOT NULL,
	method VARCHAR(32) NOT NULL,
	filename VARCHAR(500) NOT NULL,
	media_type VARCHAR(128) NOT NULL,
	size BIGINT NOT NULL,
	sha256 VARCHAR(64) NOT NULL,
	source VARCHAR(100000) NOT NULL,
	description VARCHAR(100000) NOT NULL,
	captured_at DATETIME,
	captured_by VARCHAR(500) NOT NULL,
	place VARCHAR(500) NOT NULL,
	language VARCHAR(16) NOT NULL,
	level VARCHAR(32) NOT NULL,
	registered_at DATETIME NOT NULL,
	CONSTRAINT pk_evidence_item PRIMARY KEY (id),
	CONSTRAINT ck_evidence_item_kind CHECK (kind IN ('document', 'record', 'photo', 'web_capture', 'email', 'interview_note', 'test_report', 'list_extract', 'observation', 'other')),
	CONSTRAINT ck_evidence_item_method CHECK (method IN ('received', 'downloaded', 'photographed', 'observed', 'tested', 'copied')),
	CONSTRAINT ck_evidence_item_level CHECK (level IN ('internal', 'client', 'vendor', 'public'))
);

CREATE TABLE head (
	cell VARCHAR NOT NULL,
	op_n INTEGER NOT NULL,
	CONSTRAINT pk_head PRIMARY KEY (cell, op_n)
) WITHOUT ROWID;

CREATE TABLE meta (
	"key" VARCHAR NOT NULL,
	value VARCHAR NOT NULL,
	CONSTRAINT pk_meta PRIMARY KEY ("key")
);

CREATE TABLE op (
	n INTEGER NOT NULL,
	id BLOB NOT NULL,
	session BLOB NOT NULL,
	seq INTEGER NOT NULL,
	prev BLOB NOT NULL,
	hlc BIGINT NOT NULL,
	actor VARCHAR NOT NULL,
	change BLOB NOT NULL,
	intent VARCHAR NOT NULL,
	cell VARCHAR NOT NULL,
	value VARCHAR NOT NULL,
	parents BLOB NOT NULL,
	CONSTRAINT pk_op PRIMARY KEY (n),
	CONSTRAINT uq_op_id UNIQUE (id)
);

CREATE TABLE pack (
	id CHAR(32) NOT NULL,
	withdrawn BOOLEAN NOT NULL,
	touched BIGINT NOT NULL,
	touched_by VARCHAR NOT NULL,
	pack_id VARCHAR(500) NOT NULL,
	version VARCHAR(64) NOT NULL,
	title VARCHAR(500) NOT NULL,
	publisher VARCHAR(500) NOT NULL,
	licence VARCHAR(500) NOT NULL,
	source VARCHAR(100000) NOT NULL,
	language VARCHAR(16) NOT NULL,
	content_hash VARCHAR(64) NOT NULL,
	ord INTEGER NOT NULL,
	CONSTRAINT pk_pack PRIMARY KEY (id)
);

CREATE TABLE person (
	id CHAR(32) NOT NULL,
	withdrawn BOOLEAN NOT NULL,
	touched BIGINT NOT NULL,
	touched_by VARCHAR NOT NULL,
	name VARCHAR(500) NOT NULL,
	organisation VARCHAR(500) NOT NULL,
	qualification VARCHAR(500) NOT NULL,
	email VARCHAR(500) NOT NULL,
	roles JSON NOT NULL,
	CONSTRAINT pk_person PRIMARY KEY (id)
);

CREATE TABLE report (
	id CHAR(32) NOT NULL,
	withdrawn BOOLEAN NOT NULL,
	touched BIGINT NOT NULL,
	touched_by VARCHAR NOT NULL,
	edition VARCHAR(32) NOT NULL,
	revision INTEGER NOT NULL,
	filename VARCHAR(500) NOT NULL,
	sha256 VARCHAR(64) NOT NULL,
	unsigned_sha256 VARCHAR(64) NOT NULL,
	size BIGINT NOT NULL,
	pages INTEGER NOT NULL,
	signer VARCHAR(500) NOT NULL,
	signer_fingerprint VARCHAR(64) NOT NULL,
	log_root VARCHAR(64) NOT NULL,
	signed_at DATETIME NOT NULL,
	CONSTRAINT pk_report PRIMARY KEY (id),
	CONSTRAINT ck_report_edition CHECK (edition IN ('client'))
);

CREATE TABLE search_item (
	n INTEGER NOT NULL,
	kind VARCHAR NOT NULL,
	ref VARCHAR NOT NULL,
	CONSTRAINT pk_search_item PRIMARY KEY (n),
	CONSTRAINT uq_search_item_kind UNIQUE (kind, ref)
);

CREATE TABLE tip (
	session BLOB NOT NULL,
	seq INTEGER NOT NULL,
	id BLOB NOT NULL,
	CONSTRAINT pk_tip PRIMARY KEY (session)
) WITHOUT ROWID;

CREATE TABLE vendor (
	id CHAR(32) NOT NULL,
	withdrawn BOOLEAN NOT NULL,
	touched BIGINT NOT NULL,
	touched_by VARCHAR NOT NULL,
	name VARCHAR(500) NOT NULL,
	country VARCHAR(500) NOT NULL,
	place VARCHAR(500) NOT NULL,
	registry_no VARCHAR(500) NOT NULL,
	CONSTRAINT pk_vendor PRIMARY KEY (id)
);

CREATE TABLE audit (
	id CHAR(32) NOT NULL,
	withdrawn BOOLEAN NOT NULL,
	touched BIGINT NOT NULL,
	touched_by VARCHAR NOT NULL,
	code VARCHAR(64) NOT NULL,
	title VARCHAR(500) NOT NULL,
	kind VARCHAR(32) NOT NULL,
	client_id CHAR(32) NOT NULL,
	vendor_id CHAR(32) NOT NULL,
	objective VARCHAR(100000) NOT NULL,
	scope VARCHAR(100000) NOT NULL,
	scope_excluded VARCHAR(100000) NOT NULL,
	summary VARCHAR(100000) NOT NULL,
	mandate_on DATE,
	fieldwork_from DATE,
	fieldwork_to DATE,
	language VARCHAR(16) NOT NULL,
	demo BOOLEAN NOT NULL,
	CONSTRAINT pk_audit PRIMARY KEY (id),
	CONSTRAINT ck_audit_kind CHECK (kind IN ('periodic', 'for_cause', 'prequalification', 'follow_up', 'exit')),
	CONSTRAINT fk_audit_client_id FOREIGN KEY(client_id) REFERENCES client (id),
	CONSTRAINT fk_audit_vendor_id FOREIGN KEY(vendor_id) REFERENCES vendor (id)
);

CREATE INDEX ix_audit_client_id ON audit (client_id);

CREATE INDEX ix_audit_vendor_id ON audit (vendor_id);

CREATE TABLE chunk (
	content_n INTEGER NOT NULL,
	n INTEGER NOT NULL,
	data BLOB NOT NULL,
	CONSTRAINT pk_chunk PRIMARY KEY (content_n, n),
	CONSTRAINT fk_chunk_content_n FOREIGN KEY(content_n) REFERENCES content (n)
);

CREATE TABLE evidence_link (
	id CHAR(32) NOT NULL,
	withdrawn BOOLEAN NOT NULL,
	touched BIGINT NOT NULL,
	touched_by VARCHAR NOT NULL,
	evidence_id CHAR(32) NOT NULL,
	target_kind VARCHAR(32) NOT NULL,
	target_id CHAR(32) NOT NULL,
	role VARCHAR(32) NOT NULL,
	pinpoint VARCHAR(500) NOT NULL,
	CONSTRAINT pk_evidence_link PRIMARY KEY (id),
	CONSTRAINT fk_evidence_link_evidence_id FOREIGN KEY(evidence_id) REFERENCES evidence_item (id),
	CONSTRAINT ck_evidence_link_role CHECK (role IN ('supports', 'contradicts', 'context'))
);

CREATE INDEX ix_evidence_link_evidence_id ON evidence_link (evidence_id);

CREATE INDEX ix_evidence_link_target ON evidence_link (target_kind, target_id);

CREATE TABLE section (
	id CHAR(32) NOT NULL,
	pack_id CHAR(32) NOT NULL,
	parent_id CHAR(32),
	ord INTEGER NOT NULL,
	depth INTEGER NOT NULL,
	"key" VARCHAR NOT NULL,
	title VARCHAR NOT NULL,
	text VARCHAR NOT NULL,
	CONSTRAINT pk_section PRIMARY KEY (id),
	CONSTRAINT fk_section_pack_id FOREIGN KEY(pack_id) REFERENCES pack (id),
	CONSTRAINT fk_section_parent_id FOREIGN KEY(parent_id) REFERENCES section (id)
);

CREATE INDEX ix_section_pack_id ON section (pack_id);

CREATE INDEX ix_section_parent_id ON section (parent_id);

CREATE TABLE vendor_alias (
	id CHAR(32) NOT NULL,
	withdrawn BOOLEAN NOT NULL,
	touched BIGINT NOT NULL,
	touched_by VARCHAR NOT NULL,
	vendor_id CHAR(32) NOT NULL,
	name VARCHAR(500) NOT NULL,
	note VARCHAR(500) NOT NULL,
	CONSTRAINT pk_vendor_alias PRIMARY KEY (id),
	CONSTRAINT fk_vendor_alias_vendor_id FOREIGN KEY(vendor_id) REFERENCES vendor (id)
);

CREATE INDEX ix_vendor_alias_vendor_id ON vendor_alias (vendor_id);

CREATE TABLE question (
	id CHAR(32) NOT NULL,
	pack_id CHAR(32) NOT NULL,
	section_id CHAR(32) NOT NULL,
	ord INTEGER NOT NULL,
	"key" VARCHAR NOT NULL,
	code VARCHAR NOT NULL,
	title VARCHAR NOT NULL,
	text VARCHAR NOT NULL,
	guidance VARCHAR NOT NULL,
	kind VARCHAR(32) NOT NULL,
	gate BOOLEAN NOT NULL,
	weight INTEGER NOT NULL,
	oecd_step INTEGER,
	requirement VARCHAR NOT NULL,
	tiers JSON NOT NULL,
	body JSON NOT NULL,
	CONSTRAINT pk_question PRIMARY KEY (id),
	CONSTRAINT fk_question_pack_id FOREIGN KEY(pack_id) REFERENCES pack (id),
	CONSTRAINT fk_question_section_id FOREIGN KEY(section_id) REFERENCES section (id),
	CONSTRAINT ck_question_kind CHECK (kind IN ('conformity', 'fact', 'choice', 'choices', 'number', 'percentage', 'date', 'text', 'table', 'indicator', 'maturity', 'list_check', 'sample', 'observation', 'interview_theme', 'technical_test', 'claim_pair'))
);

CREATE INDEX ix_question_order ON question (pack_id, ord, id);

CREATE INDEX ix_question_pack_id ON question (pack_id);

CREATE INDEX ix_question_section_id ON question (section_id);

CREATE TABLE answer (
	id CHAR(32) NOT NULL,
	withdrawn BOOLEAN NOT NULL,
	touched BIGINT NOT NULL,
	touched_by VARCHAR NOT NULL,
	question_id CHAR(32) NOT NULL,
	result VARCHAR(32),
	state VARCHAR(32) NOT NULL,
	reason VARCHAR(64) NOT NULL,
	value JSON,
	confidence VARCHAR(32),
	flag BOOLEAN NOT NULL,
	note VARCHAR(100000) NOT NULL,
	CONSTRAINT pk_answer PRIMARY KEY (id),
	CONSTRAINT fk_answer_question_id FOREIGN KEY(question_id) REFERENCES question (id),
	CONSTRAINT ck_answer_result CHECK (result IN ('conforms', 'other_means', 'partly', 'nonconforming', 'unable_to_verify', 'not_applicable', 'not_assessed')),
	CONSTRAINT ck_answer_state CHECK (state IN ('unanswered', 'draft', 'answered', 'evidenced', 'reviewed', 'locked')),
	CONSTRAINT ck_answer_confidence CHECK (confidence IN ('low', 'medium', 'high'))
);

CREATE INDEX ix_answer_open ON answer (question_id, withdrawn, result, flag);

CREATE INDEX ix_answer_question_id ON answer (question_id);

CREATE TABLE finding (
	id CHAR(32) NOT NULL,
	withdrawn BOOLEAN NOT NULL,
	touched BIGINT NOT NULL,
	touched_by VARCHAR NOT NULL,
	code VARCHAR(64) NOT NULL,
	title VARCHAR(500) NOT NULL,
	kind VARCHAR(32) NOT NULL,
	nature VARCHAR(32) NOT NULL,
	grade VARCHAR(32) NOT NULL,
	state VARCHAR(32) NOT NULL,
	criterion VARCHAR(100000) NOT NULL,
	condition VARCHAR(100000) NOT NULL,
	cause VARCHAR(100000) NOT NULL,
	effect VARCHAR(100000) NOT NULL,
	confidence VARCHAR(32),
	question_id CHAR(32),
	CONSTRAINT pk_finding PRIMARY KEY (id),
	CONSTRAINT ck_finding_kind CHECK (kind IN ('nonconformity', 'observation', 'opportunity_for_improvement', 'good_practice')),
	CONSTRAINT ck_finding_nature CHECK (nature IN ('fact', 'risk')),
	CONSTRAINT ck_finding_grade CHECK (grade IN ('critical', 'major', 'minor', 'none')),
	CONSTRAINT ck_finding_state CHECK (state IN ('draft', 'challenged', 'finalised', 'signed', 'withdrawn')),
	CONSTRAINT ck_finding_confidence CHECK (confidence IN ('low', 'medium', 'high')),
	CONSTRAINT fk_finding_question_id FOREIGN KEY(question_id) REFERENCES question (id)
);

CREATE INDEX ix_finding_question_id ON finding (question_id);

CREATE TRIGGER op_no_update BEFORE UPDATE ON op BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;

CREATE TRIGGER op_no_delete BEFORE DELETE ON op BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;

CREATE VIRTUAL TABLE search USING fts5(title, text, tokenize='unicode61 remove_diacritics 2', prefix='1 2 3');

INSERT INTO search(search, rank) VALUES ('automerge', 0);

INSERT INTO search(search, rank) VALUES ('crisismerge', 400);
