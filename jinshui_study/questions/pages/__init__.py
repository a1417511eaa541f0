"""The console's pages for banks: their lists, imports, the review queue and the catalogue of questions."""
