SELECT number, machine, key, kind, name, code, message, attempts, first_at, last_at FROM incidents WHERE number = $1;
