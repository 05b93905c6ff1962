INSERT INTO definitions (machine, version, hash, published_at, document, children) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (machine, version) DO NOTHING;
