SELECT machine, version, hash, published_at, document, children FROM definitions ORDER BY ordinal;
