"""The desk: window, screens, jobs. The only package that knows Qt."""
