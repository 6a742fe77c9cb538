"""Settings of the tests: those of the product, with a data folder of their own.

The environment is set before the product reads it, so that no test touches the user's data.
"""

import os
import tempfile

_FOLDER = tempfile.TemporaryDirectory(prefix="otklik-tests-")
for _name in [name for name in os.environ if name.startswith("OTKLIK_")]:
    # The settings of the machine must not decide a test; real exports are asked for on purpose.
    if _name != "OTKLIK_REAL_DATA":
        del os.environ[_name]
os.environ["OTKLIK_DATA_FOLDER"] = _FOLDER.name
os.environ["OTKLIK_SECRET_KEY"] = "only-for-tests-" + "x" * 40

from otklik.config.settings import *  # noqa: E402, F403 - the environment comes first

# A slow hash protects real passwords; the tests log in hundreds of times.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
