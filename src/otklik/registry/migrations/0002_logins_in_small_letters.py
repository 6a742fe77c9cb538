"""Logins are kept in small letters: letter case means nothing in them."""

from typing import Any

from django.db import migrations

import otklik.registry.models.people


def write_small(apps: Any, schema_editor: Any) -> None:
    for person in apps.get_model("registry", "Person").objects.all():
        small = person.login.lower()
        if small != person.login:
            person.login = small
            person.save(update_fields=["login"])


class Migration(migrations.Migration):
    dependencies = [("registry", "0001_initial")]

    operations = [
        migrations.AlterField(
            model_name="person",
            name="login",
            field=otklik.registry.models.people.LoginField(
                max_length=60, unique=True, verbose_name="login"
            ),
        ),
        migrations.RunPython(write_small, migrations.RunPython.noop),
    ]
