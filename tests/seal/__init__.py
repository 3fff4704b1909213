"""Tests of the room that knows keys."""
