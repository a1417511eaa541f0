"""Writing questions: as workbooks, GIFT, Moodle XML and templates, so that they read back as they were."""
