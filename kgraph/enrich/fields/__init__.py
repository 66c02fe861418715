"""Values of foreign records made plain: text, names, dates."""
