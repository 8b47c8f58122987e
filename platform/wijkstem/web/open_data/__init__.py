"""Open data: whole datasets as files, the catalogue that describes them, and the page that explains them."""
