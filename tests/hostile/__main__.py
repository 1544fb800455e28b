import sys

from tests.hostile.table import main

sys.exit(main(sys.argv[1:]))
