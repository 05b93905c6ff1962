INSERT INTO definitions (machine, version, hash, published_at, document, children)
VALUES ($machine, $version, $hash, $published_at, $document, $children)
ON CONFLICT (machine, version) DO NOTHING;
