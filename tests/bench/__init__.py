"""Speed of the generator on generated bases: ``make bench``."""
