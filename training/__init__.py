"""How the readers are fitted and measured; needs the extra `train`, never imported at run time."""
