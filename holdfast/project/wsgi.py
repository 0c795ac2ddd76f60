"""The pages as a WSGI application; `project.asgi` puts the event stream beside it."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "holdfast.project.settings")
application = get_wsgi_application()
