"""The catalogue: `GET /books` lists what can be bought. Modelled in `catalog.tm`."""


def list_books(database):
    return [{"isbn": isbn, "title": title} for isbn, title in database]
