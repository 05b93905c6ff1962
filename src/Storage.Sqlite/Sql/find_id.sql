SELECT id FROM instances WHERE machine = $machine AND key = $key;
