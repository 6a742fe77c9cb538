"""Red flags and tone of cases.

SQLite rebuilds the table for new columns, so the full-text index is made again (``0002_search``).
"""

from importlib import import_module

from django.conf import settings
from django.db import migrations, models

SEARCH = import_module("otklik.cases.migrations.0002_search")


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0005_search_vector'),
        ('registry', '0005_trained_classifiers'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        # On the way back this comes last.
        migrations.RunPython(migrations.RunPython.noop, SEARCH.create_index),
        migrations.AddField(
            model_name='case',
            name='flag_waits_since',
            field=models.DateTimeField(blank=True, null=True, verbose_name='flag not seen since'),
        ),
        migrations.AddField(
            model_name='case',
            name='red_flag',
            field=models.CharField(blank=True, choices=[('suicide', 'suicide'), ('threat_to_life', 'threat to life'), ('emergency', 'emergency'), ('threats', 'threats'), ('extremism', 'extremism'), ('crime', 'crime')], max_length=16, verbose_name='red flag'),
        ),
        migrations.AddField(
            model_name='case',
            name='tone',
            field=models.CharField(blank=True, choices=[('positive', 'thanks'), ('neutral', 'calm'), ('negative', 'displeasure'), ('hostile', 'insults or obscenity')], max_length=10, verbose_name='tone'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('red_flag', ''), _negated=True), fields=['municipality', '-received_at', '-id'], name='case_flagged'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('flag_waits_since__isnull', False)), fields=['municipality', 'flag_waits_since', 'id'], name='case_flag_waits'),
        ),
        migrations.RunPython(SEARCH.create_index, migrations.RunPython.noop),
    ]
