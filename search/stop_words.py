"""Words too common to search by, for every engine: what joins a sentence, and what only makes it a question."""

INDONESIAN = """
ada adakah adalah agar aku akan amat anda antara apa apabila apakah apalagi atas atau bagaimana bagaimanakah bagi bahwa
banyak beberapa begitu belum berapa berapakah bila bisa bisakah boleh bolehkah buat bukan cara dalam dan dapat dapatkah
dari daripada dengan di dia dimana dong harus hanya hingga ia ialah ingin ini itu jadi jika juga kah kalau kami kamu
kan kapan kapankah karena ke kenapa kepada kita lagi lah lain lalu lebih maka mana mau masih mau memang mengapa menjadi
mereka mungkin nah namun nya oleh pada para per perlu pernah pula punya saat saja sama sampai sangat saya sebagai
sebuah sedang sejak sekali semua seorang seperti serta setelah siapa siapakah suatu sudah supaya tanpa tapi telah
tempat tentang terhadap tersebut tetapi tiap tidak tolong untuk yaitu yakni yang
""".split()  # noqa: SIM905 - prose is read more easily than a list of a hundred strings
ENGLISH = """
a about all also am an and any are as at be been but by can could did do does for from get going had has have he her
his how i if in into is it its just kept me more most my near need of on one or our own people she should so some
someone than that the their them then there these they this those to up us was we were what when where which who whom
whose why will with without would you your
""".split()  # noqa: SIM905
STOP_WORDS = frozenset((*INDONESIAN, *ENGLISH))
