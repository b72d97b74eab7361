# Suomi: asetukset.
