"""Synonyms that were added to what the search knows from the start; what editors took away or changed stays so."""

from django.db import migrations

ADDED = (
    "kei kecil, nuhu roa",
    "kei besar, nuhu yuut",
    "maluku, moluccas",
    "sumatera, sumatra",
    "jawa, java",
    "kalimantan, borneo",
    "sulawesi, celebes",
    "seram, ceram",
    "menangkap ikan, penangkapan ikan, fishing",
    "bagan, lift net",
    "teri, anchovy, anchovies",
    "cumi, cumi-cumi, squid",
    "gurita, octopus",
    "kebun, ladang, garden, gardens, plantation",
    "bambu, bamboo",
    "kayu, wood, wooden",
    "kotak, peti, box, boxes",
    "kunci, key, keys",
    "botol, bottle, bottles",
    "baterai, aki, battery, batteries",
    "lemari es, kulkas, refrigerator, freezer",
    "pendingin, pendinginan, cooling, refrigeration",
    "bahan bakar, bbm, fuel",
    "timbangan, scales",
    "ukuran, size, sizes",
    "bau, smell",
    "racun, beracun, poison, poisonous",
    "sekolah, school, schools",
    "telepon, phone, telephone",
    "peta, map, maps",
    "foto, gambar, photo, photos, picture, pictures",
    "tiket, karcis, ticket, tickets",
    "feri, ferry",
    "pesawat, penerbangan, flight, plane",
    "pemandu, pemandu wisata, tour guide",
    "surut, air surut, low tide",
    "malam, night",
    "langkah, tahap, step, steps",
    "rencana, perencanaan, plan, planning",
    "usul, usulan, gagasan, ide, idea, ideas, proposal",
    "pertanyaan, question, questions",
    "jawaban, answer, answers",
    "lapor, melaporkan, laporan, report",
    "hapus, menghapus, delete, remove",
    "tukar, menukar, exchange",
    "bersih, membersihkan, clean",
    "keluhan, pengaduan, complaint, complaints",
    "utang, hutang, debt",
    "sumbangan, donasi, donation, donate",
    "relawan, sukarelawan, volunteer, volunteers",
    "tari, tarian, dance",
    "lagu, nyanyian, song, songs",
    "pesta, perayaan, celebration",
)
CHANGED = {"kei, kai, kay": "kei, kai, kay, evav"}


def teach(apps, schema_editor):
    groups = apps.get_model("search", "SynonymGroup").objects.using(schema_editor.connection.alias)
    for before, after in CHANGED.items():
        groups.filter(words=before).update(words=after)
    # A new site was taught all of them with the first ones.
    known = set(groups.filter(words__in=ADDED).values_list("words", flat=True))
    groups.bulk_create([groups.model(words=words) for words in ADDED if words not in known])


def unteach(apps, schema_editor):
    groups = apps.get_model("search", "SynonymGroup").objects.using(schema_editor.connection.alias)
    groups.filter(words__in=ADDED).delete()
    for before, after in CHANGED.items():
        groups.filter(words=after).update(words=before)


class Migration(migrations.Migration):
    dependencies = [("search", "0010_pending_delivery")]
    operations = [migrations.RunPython(teach, unteach)]
