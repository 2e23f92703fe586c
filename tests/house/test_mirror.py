from tests.house import tree

OTHERS = {"house", "walks", "bench", "browser", "fuzz", "load"}


def test_the_folders_of_the_tests_mirror_those_of_the_product() -> None:
    folders = {
        name.removeprefix("tests/").rpartition("/")[0]
        for name in tree.files()
        if name.startswith("tests/") and name.endswith(".py")
    }
    strange = {
        folder
        for folder in folders - {""}
        if folder.split("/")[0] not in OTHERS and not (tree.ROOT / folder).is_dir()
    }
    assert not strange
