"""These files belong to a chapter that is added to a copy of the course; here they are no tests."""

collect_ignore_glob = ["*"]
