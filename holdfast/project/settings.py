"""Django's settings, all derived from `project.environment`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from psycopg.conninfo import conninfo_to_dict

from holdfast.look.assets import inline_script_hashes
from holdfast.project import environment
from holdfast.project.environment import Environment
from holdfast.project.keys import FormerKeys

ENV = environment.read()
ROOT = Path(__file__).resolve().parent.parent
HOME = ENV.home_path

DEBUG = ENV.debug
SECRET_KEY = ENV.secret_key  # without one, Django refuses whatever would sign something
SECRET_KEY_FALLBACKS = FormerKeys.read(ENV.former_keys)
SITE_URL = (ENV.url or f"http://localhost:{ENV.port}").rstrip("/")
ALLOWED_HOSTS = ["*"]  # links never use the request's Host (T49); a proxy in front decides who reaches us

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django_htmx",
    "holdfast.look",  # before allauth, whose own pages ours replace
    "allauth",
    "allauth.account",
    "holdfast.kernel",
    "holdfast.files",
    "holdfast.carriers",
    "holdfast.calendars",
    "holdfast.vendor",
    "holdfast.people",
    "holdfast.policy",
    "holdfast.clients",
    "holdfast.catalogue",
    "holdfast.monitors",
    "holdfast.notices",
    "holdfast.duty",
    "holdfast.tickets",
    "holdfast.knowledge",
    "holdfast.lists",
    "holdfast.news",
    "holdfast.procedure",
    "holdfast.incidents",
    "holdfast.escalation",
    "holdfast.promises",
    "holdfast.reports",
    "holdfast.audience",
    "holdfast.channels",
    "holdfast.web",
    "holdfast.portal",
    "holdfast.statuspage",
    "holdfast.help",
    "holdfast.project",
]

MIDDLEWARE = [
    "holdfast.project.compression.Compression",
    "django.middleware.security.SecurityMiddleware",
    "holdfast.look.serving.Assets",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "holdfast.people.door.Door",
]

ROOT_URLCONF = "holdfast.project.urls"
WSGI_APPLICATION = "holdfast.project.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"


def _database(env: Environment) -> dict[str, Any]:
    told = conninfo_to_dict(env.database_url or "dbname=holdfast")
    options = {key: value for key, value in told.items() if key not in _NAMES}
    if env.test_installation:
        options["options"] = f"{options.get('options', '')} -c holdfast.is_test=on".lstrip()
    return {
        "ENGINE": "django.db.backends.postgresql",
        **{django: told.get(libpq, "") for libpq, django in _NAMES.items()},
        "CONN_HEALTH_CHECKS": True,
        "CONN_MAX_AGE": 0,
        "OPTIONS": options
        | {
            "pool": {
                "min_size": 1,
                "max_size": env.web_threads + 4,
                "timeout": 10,
                # it pauses twice as long after each refusal, up to this: as shipped (300) minutes after the database
                # is back; having given up, it tries at once for whoever asks next
                "reconnect_timeout": 10,
            },
            # the same statements come again and again: PostgreSQL then parses and plans them once a connection
            "server_side_binding": True,
            "prepare_threshold": 5 if env.keeps_sessions else None,
        },
        "TEST": {"NAME": f"test_{told.get('dbname', 'holdfast')}"},
    }


_NAMES = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
DATABASES = {"default": _database(ENV)}

CACHES = {
    # only throttles are in it (T51): counted once for all web processes, and what can't be counted is not let in
    "default": {
        "BACKEND": "holdfast.people.throttle.Throttle",
        "LOCATION": "people_throttle",
        "OPTIONS": {"MAX_ENTRIES": 20_000},  # more than the sources that anybody has within the longest limit
    }
}

AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["holdfast.clients.signed_in.Backend"]
SESSION_ENGINE = "holdfast.clients.signed_in"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "holdfast.people.sign_in.Adapter"
ACCOUNT_FORMS = {
    "login": "holdfast.people.own_forms.SignInForm",
    "change_password": "holdfast.people.own_forms.ChangeForm",
    "set_password": "holdfast.people.own_forms.SetForm",
    "reset_password": "holdfast.people.forgotten.ForgottenForm",
    "reset_password_from_key": "holdfast.people.own_forms.FromLinkForm",
}
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "reset_password": "20/m/ip,3/h/key",
    "help_answer": "10/m/ip",  # did this article help?
}
ACCOUNT_LOGOUT_ON_GET = False
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
EMAIL_BACKEND = "holdfast.notices.django_mail.NoticeBackend"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

LANGUAGE_CODE = "en-gb"
USE_I18N = True
LOCALE_PATHS = [HOME / "locale"]  # translations that the operator brings: docs/operators/translating.md
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_AUTOREFRESH = DEBUG

SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
IS_TLS = SITE_URL.lower().startswith("https:")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_TLS
CSRF_TRUSTED_ORIGINS = [SITE_URL]
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
if ENV.trusted_proxy:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = 1
SECURE_HSTS_SECONDS = 31_536_000 if IS_TLS else 0

CONTENT_SECURITY_POLICY: dict[str, Any] = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'", *inline_script_hashes(static_url=STATIC_URL, as_they_lie=DEBUG)],
        "style-src-elem": ["'self'"],
        "style-src-attr": [
            "'unsafe-inline'"
        ],  # style attributes only set custom properties (a test holds it)
        "img-src": ["'self'", "data:"],
        "media-src": ["'self'"],
        "connect-src": ["'self'"],
        "font-src": ["'none'"],
        "form-action": ["'self'"],
        "frame-src": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
        "manifest-src": ["'self'"],
    }
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 3 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "holdfast.project.log_lines.DiscreetFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {"django.db.backends": {"level": "WARNING"}, "django.request": {"level": "ERROR"}},
}
