"""The city's industry chain as it starts; staff edit it as data."""

from django.db import migrations

INDUSTRIES = (
    ("steel", "钢铁深加工", "Steel processing"),
    ("equipment", "装备制造", "Equipment"),
    ("magnesite", "菱镁新材料", "Magnesite materials"),
    ("chemicals", "精细化工", "Fine chemicals"),
    ("laser", "激光科技", "Laser"),
    ("garments", "服装", "Garments"),
    ("bags", "箱包", "Bags and cases"),
    ("farm", "农产品", "Farm products"),
)


def add_industries(apps, schema_editor):
    industry = apps.get_model("listings", "Industry")
    for position, (code, name, name_en) in enumerate(INDUSTRIES):
        industry.objects.get_or_create(code=code, defaults={"name": name, "name_en": name_en, "position": position})


class Migration(migrations.Migration):
    dependencies = [("listings", "0001_listings")]

    operations = [migrations.RunPython(add_industries, migrations.RunPython.noop)]
