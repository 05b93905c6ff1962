SELECT epoch, owner, since FROM ownership WHERE id = 1;
