"""``python -m tools.conversion.segip_2020 [--check]``."""

import sys

from tools.conversion.segip_2020.convert import CONVERSION

if __name__ == "__main__":
    sys.exit(CONVERSION.main())
