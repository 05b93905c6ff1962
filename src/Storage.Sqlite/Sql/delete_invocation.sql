DELETE FROM invocations WHERE instance = $instance AND number = $number;
