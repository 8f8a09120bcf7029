import pytest

from app.engine.error import InputError
from app.study.intake.sniff import decimal_of, is_number, look_at


def look(text, **known):
    data = text.encode() if isinstance(text, str) else text
    return look_at(data, True, **known)


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_the_delimiter_that_cuts_lines_alike(delimiter):
    lines = ["a,b c", "1 2", "3 4"]
    text = "\n".join(delimiter.join(["name", "age, in years", "x"]) for _ in lines)
    assert look(text).delimiter == delimiter if delimiter != "," else True
    assert look(delimiter.join("123") + "\n" + delimiter.join("456")).delimiter == delimiter


def test_quoted_cells_keep_their_delimiters():
    found = look('name,place\n"Doe, Jane",Rome\n"Roe, Rick",Oslo\n')
    assert found.rows == (("Doe, Jane", "Rome"), ("Roe, Rick", "Oslo"))


@pytest.mark.parametrize(
    ("text", "header"),
    [
        ("x,y\n1,2\n3,4\n", True),
        ("1,2\n3,4\n", False),
        ("name,kind\na,x\nb,x\nc,y\nd,y\n", True),
        ("5.1,setosa\n4.9,setosa\n", False),
        ("length,species\n5.1,setosa\n4.9,setosa\n", True),
        ("x\n", False),
    ],
)
def test_a_header_is_text_above_numbers(text, header):
    assert look(text).header is header


def test_what_is_given_is_not_guessed():
    found = look("1,2;3\n4,5;6\n", delimiter=";", header=True)
    assert found.names == ("1,2", "3")
    assert found.rows == (("4,5", "6"),)


def test_columns_without_a_name_and_with_the_same_one():
    assert look("x,,x\n1,2,3\n").names == ("x", "column 2", "x (2)")
    assert look("1,2\n3,4\n").names == ("column 1", "column 2")


@pytest.mark.parametrize(
    ("data", "cell"),
    [
        ("Größe,y\n1,2\n".encode(), "Größe"),
        ("\ufeffGröße,y\n1,2\n".encode(), "Größe"),
        ("Größe,y\n1,2\n".encode("latin-1"), "Größe"),
        ("Größe,y\n1,2\n".encode("utf-16"), "Größe"),
    ],
)
def test_encodings(data, cell):
    assert look(data).names[0] == cell


def test_a_character_cut_in_two_is_no_other_encoding():
    data = "x,y\n1,2\n3,ö".encode()[:-1]
    assert look_at(data, False).encoding == "utf-8-sig"


def test_the_last_line_of_a_part_is_not_counted():
    assert look_at(b"x,y\n1,2\n3,4\n5", False).rows == (("1", "2"), ("3", "4"))


@pytest.mark.parametrize(
    ("data", "where", "words"),
    [
        (b"", "path", "no lines"),
        (b"\n \n", "path", "no lines"),
        (b"PK\x03\x04\0\0", "path", "not text"),
    ],
)
def test_what_is_no_table(data, where, words):
    with pytest.raises(InputError, match=words) as caught:
        look(data)
    assert caught.value.where == where


def test_a_delimiter_is_one_character():
    with pytest.raises(InputError, match="one character"):
        look("a::b\n", delimiter="::")


def test_numbers():
    assert all(is_number(text) for text in ("1", " -2.5e3 ", "+.5"))
    assert not any(is_number(text) for text in ("", "nan", "1,5", "x", "?"))
    assert is_number("1.234,5", ",")
    assert decimal_of((("1,5", "2"), ("2,25", "3"))) == ","
    assert decimal_of((("1.5", "2,5"),)) == "."
