"""What GIFT, Moodle, QTI, JSON and YAML share: trees with line numbers, weights, labels and HTML."""
