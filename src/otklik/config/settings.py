"""Django settings of Otklik. Everything an installation may change comes from the environment."""

import shlex
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from otklik.config.environment import make_data_folder, read_environment

ENVIRONMENT = read_environment()
PACKAGE_FOLDER = Path(__file__).resolve().parent.parent
DATA_FOLDER = ENVIRONMENT.data_folder

SECRET_KEY = ENVIRONMENT.stored_secret_key()
DEBUG = ENVIRONMENT.debug
ALLOWED_HOSTS = ENVIRONMENT.hosts()
CSRF_TRUSTED_ORIGINS = ENVIRONMENT.origins()
ROOT_URLCONF = "otklik.config.urls"
WSGI_APPLICATION = "otklik.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "registry.Person"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "axes",
    "csp",
    "django_htmx",
    "otklik.registry",
    "otklik.appeals",
    "otklik.cases",
    "otklik.entrance",
    "otklik.handing",
    "otklik.learning",
    "otklik.letters",
    "otklik.linking",
    "otklik.privacy",
    "otklik.rules",
    "otklik.satisfaction",
    "otklik.reminders",
    "otklik.web",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "otklik.web.desk.middleware.NulMiddleware",
    "otklik.web.desk.login.gate.EntranceMiddleware",
    "otklik.web.desk.middleware.MunicipalityMiddleware",
    "axes.middleware.AxesMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "otklik.web.desk.context.desk",
            ],
        },
    },
]


def _database() -> dict[str, object]:
    if not ENVIRONMENT.database_url:
        make_data_folder(DATA_FOLDER)
    url = ENVIRONMENT.database_url or f"sqlite:///{DATA_FOLDER / 'otklik.sqlite3'}"
    config: dict[str, object] = dict(dj_database_url.parse(url, conn_max_age=600))
    if "sqlite" in str(config["ENGINE"]):
        # IMMEDIATE takes the write lock when a transaction begins: writers wait in turn for up
        # to the timeout, where the default mode fails at once with "database is locked".
        config["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL;"
                f"PRAGMA synchronous={ENVIRONMENT.sqlite_synchronous};"
                "PRAGMA cache_size=-65536;PRAGMA mmap_size=268435456;PRAGMA temp_store=MEMORY;"
            ),
        }
    return config


DATABASES = {"default": _database()}

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "otklik.registry.logins.LoginBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "board"
LOGOUT_REDIRECT_URL = "login"
SESSION_COOKIE_AGE = ENVIRONMENT.session_hours * 3600
LOGIN_LOG_DAYS = ENVIRONMENT.login_log_days
SESSION_COOKIE_SECURE = ENVIRONMENT.https
CSRF_COOKIE_SECURE = ENVIRONMENT.https
SECURE_REFERRER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENVIRONMENT.https else None
X_FRAME_OPTIONS = "DENY"

AXES_FAILURE_LIMIT = 10
AXES_USERNAME_FORM_FIELD = "username"
AXES_USERNAME_CALLABLE = "otklik.web.desk.login.lockout.login_tried"
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
# A right password alone forgives nothing: failures are forgotten after the second step.
AXES_RESET_ON_SUCCESS = False
# The log of logins has a term of keeping, that of axes has none.
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False
AXES_LOCKOUT_TEMPLATE = "desk/login/locked.html"
# Known to everybody: opens people marked as a demonstration, whose data are invented.
DEMO_PASSWORD = "otklik-demo"  # noqa: S105

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    }
}

LANGUAGE_CODE = ENVIRONMENT.language
LANGUAGES = [("ru", _("Russian")), ("en", _("English"))]
LOCALE_PATHS = [PACKAGE_FOLDER / "locale"]
USE_I18N = True
TIME_ZONE = ENVIRONMENT.time_zone
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA_FOLDER / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
# WhiteNoise serves the files of the package itself: nothing has to be collected before a start.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_MAX_AGE = 3600
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(DATA_FOLDER / "files")},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
UPLOAD_LIMIT_BYTES = ENVIRONMENT.upload_limit_mb * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
DATA_UPLOAD_MAX_NUMBER_FILES = 50
FILE_UPLOAD_HANDLERS = [
    "otklik.web.desk.files.limits.LimitedUpload",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
# Attachments of cases: where they are kept and what is taken.
FILES_FOLDER = DATA_FOLDER / "enclosures"
FILE_KINDS = ENVIRONMENT.kinds_of_files()
FILE_LIMIT_BYTES = ENVIRONMENT.file_limit_mb * 1024 * 1024
CASE_FILES = ENVIRONMENT.case_files
CASE_FILES_LIMIT_BYTES = ENVIRONMENT.case_files_limit_mb * 1024 * 1024
ANTIVIRUS_COMMAND = tuple(shlex.split(ENVIRONMENT.antivirus_command))
ANTIVIRUS_SECONDS = ENVIRONMENT.antivirus_seconds
IMPORT_FOLDER = DATA_FOLDER / "imports"
# A dry run answers a person who waits.
REHEARSAL_MOST_CASES = ENVIRONMENT.rehearsal_cases
# Templates of letters by their digest; they are never changed, only added.
LETTERS_FOLDER = DATA_FOLDER / "letters"
# Trained classifiers, a folder each; they are never changed, only added.
CLASSIFIERS_FOLDER = DATA_FOLDER / "classifiers"

# Without a server no letters are made. Letters lead to pages, so the site must know its address.
SITE_ADDRESS = ENVIRONMENT.site_address
EMAIL_HOST = ENVIRONMENT.smtp_host
EMAIL_PORT = ENVIRONMENT.smtp_port
EMAIL_USE_TLS = ENVIRONMENT.smtp_security == "starttls"
EMAIL_USE_SSL = ENVIRONMENT.smtp_security == "tls"
EMAIL_HOST_USER = ENVIRONMENT.smtp_user
EMAIL_HOST_PASSWORD = ENVIRONMENT.smtp_password()
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = ENVIRONMENT.mail_from

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"otklik": {"level": "INFO"}, "axes": {"level": "WARNING"}},
}
