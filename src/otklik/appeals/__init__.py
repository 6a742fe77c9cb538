"""What the law asks of appeals beside their life as cases: authors, form, correspondence."""
