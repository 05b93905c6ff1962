DELETE FROM incidents WHERE machine = $machine AND key = $key AND kind = $kind AND name = $name;
