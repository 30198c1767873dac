"""What the bistro could ever serve and say. A seed draws its own evening out of these lists.

A dish is `name | usual price | tags`; the tag `vegan` also sets the dish's `vegan`.
"""

import unicodedata
from dataclasses import dataclass


@dataclass(frozen=True)
class Entry:
    """One line of the lists below."""

    name: str
    cents: int
    tags: tuple[str, ...]

    @property
    def slug(self) -> str:
        """The name as a path segment, plain lower-case ASCII."""
        return slugify(self.name)


# Letters that Unicode does not take apart into a base letter and an accent.
_PLAIN = str.maketrans({"ø": "o", "đ": "d", "ł": "l", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "&": " and "})


def slugify(name: str) -> str:
    """`"Phở & Frites"` becomes `"pho-and-frites"`."""
    letters = unicodedata.normalize("NFKD", name.lower().translate(_PLAIN))
    plain = "".join(c if c.isascii() and c.isalnum() else " " for c in letters if not unicodedata.combining(c))
    return "-".join(plain.split())


def _entries(lines: str) -> tuple[Entry, ...]:
    entries = []
    for line in lines.strip().splitlines():
        name, price, tags = (part.strip() for part in line.split("|"))
        units, _, cents = price.partition(".")
        entries.append(Entry(name, int(units) * 100 + int(cents), tuple(tag.strip() for tag in tags.split(","))))
    return tuple(entries)


# An ampersand must be escaped in a query; a learner who glues strings together finds out here.
WITH_AMPERSAND = _entries("""
Fish & Chips         | 12.50 | main, fish
Mac & Cheese         |  9.50 | main, warm, cheese
Bubble & Squeak      |  8.00 | main, warm, nut free
Salt & Pepper Squid  | 11.00 | starter, fish
Rhubarb & Custard    |  6.50 | dessert
Pie & Mash           | 10.50 | main, warm
""")
WITH_SLASH = _entries("""
Half/Half Pizza        | 11.50 | main, warm, cheese
Soup/Salad of the Day  |  8.50 | starter, vegan, nut free
Surf/Turf Skewer       | 16.00 | main, fish
Sweet/Sour Cucumbers   |  4.50 | side, vegan
""")
WITH_PLUS = _entries("""
Steak + Frites        | 17.50 | main, warm
Egg + Soldiers        |  6.00 | starter, warm
Coffee + Cake         |  7.00 | dessert
Bread + Olives        |  5.50 | side, vegan
""")
ACCENTED = _entries("""
Crème brûlée          |  7.50 | dessert, nut free
Phở bò                | 11.50 | soup, warm, main
Jalapeño Poppers      |  6.50 | starter, cheese
Käsespätzle           | 10.00 | main, warm, cheese
Smørrebrød            |  8.50 | starter, fish
Pão de queijo         |  4.00 | side, cheese
Gỏi cuốn              |  6.00 | starter, vegan
İmam bayıldı          |  9.00 | main, vegan
Żurek                 |  7.00 | soup, warm
Bò bún                | 12.00 | main, nut free
Pâté en croûte        |  9.50 | starter
Ćevapčići             | 11.00 | main, warm
Açaí Bowl             |  8.00 | dessert, vegan
Tarte flambée         | 10.50 | main, warm, cheese
Pimientos de Padrón   |  6.00 | side, vegan
Galettes à l'œuf      |  9.00 | main, warm
""")
PLAIN = _entries("""
Onion Soup            |  6.50 | soup, warm, starter
Tomato Soup           |  5.50 | soup, warm, vegan
Lentil Soup           |  6.00 | soup, warm, vegan
Pumpkin Soup          |  6.50 | soup, warm, nut free
Miso Soup             |  4.50 | soup, warm, vegan
Garden Salad          |  7.00 | starter, vegan, nut free
Caesar Salad          |  8.50 | starter, cheese
Potato Salad          |  4.50 | side
Bean Salad            |  5.00 | side, vegan
Garlic Bread          |  4.00 | side, warm
Hummus Plate          |  6.50 | starter, vegan
Falafel Wrap          |  8.00 | main, vegan
Mushroom Risotto      | 13.00 | main, warm, cheese
Vegetable Curry       | 11.00 | main, warm, vegan
Chickpea Stew         | 10.50 | main, warm, vegan
Ratatouille           | 10.00 | main, warm, vegan
Quiche Lorraine       |  8.50 | main, warm, cheese
Shepherds Pie         | 11.50 | main, warm
Beef Bourguignon      | 16.50 | main, warm
Roast Chicken         | 14.00 | main, warm, nut free
Duck Confit           | 18.00 | main, warm
Lamb Tagine           | 17.00 | main, warm
Grilled Trout         | 15.50 | main, fish, nut free
Mussels in White Wine | 14.50 | main, fish, warm
Prawn Noodles         | 12.50 | main, fish
Spinach Lasagne       | 11.00 | main, warm, cheese
Gnocchi with Sage     | 11.50 | main, warm
Pesto Spaghetti       | 10.00 | main, cheese
Arrabbiata Penne      |  9.50 | main, vegan
Bean Chili            |  9.00 | main, warm, vegan
Corn on the Cob       |  4.00 | side, vegan
Sweet Potato Fries    |  4.50 | side, vegan
Roast Carrots         |  4.50 | side, vegan, nut free
Cheese Board          |  9.00 | dessert, cheese
Chocolate Mousse      |  6.50 | dessert
Apple Crumble         |  6.00 | dessert, warm
Lemon Tart            |  6.00 | dessert, nut free
Rice Pudding          |  5.00 | dessert, warm
Poached Pear          |  5.50 | dessert, vegan
Mango Sorbet          |  4.50 | dessert, vegan, nut free
""")

EXTRA_TAGS = ("new", "classic", "to share", "light", "spicy", "chef's choice", "seasonal", "small")
SPICES = ("mild", "medium", "hot")
UNKNOWN_SPICES = ("volcanic", "dragon", "numbing", "homeopathic")
ALLERGENS = ("gluten", "milk", "egg", "celery", "mustard", "sesame", "soy", "fish", "nuts")
CHEFS = ("Amélie", "Bjørn", "Chiara", "Dương", "Erika", "Fatou", "Gökhan", "Hiro", "Inés", "João", "Katya", "Łukasz")
GUESTS = (
    "Ada Lovelace", "Zoë Ångström", "José Núñez", "Nguyễn Thị Mai", "Søren Kjær", "Grace Hopper", "Małgorzata Wójcik",
    "Çağla Yıldız", "Otto Groß", "Mary O'Neill", "François Lefèvre", "李小龍", "Ama Mensah", "Priya Raghavan",
    "Tom & Jerry Ltd.", "Jürgen Müller-Lüdenscheidt",
)  # fmt: skip
GREETINGS = (
    "Bienvenue à table!", "Grüß Gott und guten Appetit!", "¡Buen provecho!", "Välkommen in!", "Xin chào, welcome!",
    "Smacznego — welcome!", "Bon appétit!", "Witaj przy naszym stole — dzień dobry!",
)  # fmt: skip
SAYINGS = (
    "A good choice.", "The kitchen is proud of this one.", "It takes a quarter of an hour, but it's worth it.",
    "My grandmother's recipe, très simple.", "Sehr beliebt: everybody takes it.", "The sauce comes apart.",
    "Bring an appetite.", "Only a few portions left — be quick.", "With a glass of rosé, perhaps?",
    "We changed nothing about it since 1987.", "¡Cuidado! The plate is hot.", "Best shared between two.",
)  # fmt: skip
NOTES = (
    "no onions, please", "the soup first", "extra bread", "a knife for the birthday cake — psst!", "sauce on the side",
    "très peu de sel", "one portion without nuts", "please bring everything at once", "a high chair, bitte schön",
    "we are in a hurry", "without ice", "half the chili",
)  # fmt: skip
CAPTIONS = (
    "Straight from the oven", "À la minute", "Table four's favourite", "So schön angerichtet!", "Before the first bite",
    "Just as grandmother made it", "¡Qué rico!", "The last portion", "By candle light", "With a sprig of thyme",
)  # fmt: skip
STAFF = ("amelie", "bjorn", "chiara", "duong", "erika", "fatou", "gokhan", "hiro")
# Nobody should take these for real: each says what it is. The colon is on purpose, Basic splits at the first one only.
PASSWORDS = ("salt:and pepper", "flour:two eggs", "one lemon:zest", "a pinch:of cumin", "thyme:and time")

# Cooks who visit, and what Latin-1 can write of their passwords: all of it, or not.
VISITORS = ("anaïs", "françois", "inés", "jürgen", "søren", "zoë")
PASSWORDS_IN_LATIN_1 = ("crème:brûlée", "jalapeño:no seeds", "käse:spätzle", "pâté:en croûte")
PASSWORDS_BEYOND = ("phở:bò", "żurek:na zakwasie", "ćevapi:in somun", "gỏi:cuốn")
