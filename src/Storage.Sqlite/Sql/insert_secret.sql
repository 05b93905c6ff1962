INSERT INTO secrets (name, secret) VALUES ($name, $secret) ON CONFLICT (name) DO NOTHING;
