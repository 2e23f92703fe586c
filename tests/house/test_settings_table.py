from tests.house.settings_table import table, written


def test_the_readme_documents_every_setting_with_its_default() -> None:
    assert written() == table(), "run: python -m tests.house.settings_table"
