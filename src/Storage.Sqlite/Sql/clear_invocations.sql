DELETE FROM invocations WHERE instance = $instance;
