"""What is wrong with a mod as a whole, and with comments that ask a check to look away?"""

from __future__ import annotations

from game.content.codes.entry import Code

MODS = (
    Code(
        "E701",
        "a manifest that cannot be used",
        "Every mod begins with a `mod.toml` that gives its id, name and version.",
        'id = "My Mod"',
        'id = "my_mod"\nversion = "1.0.0"\n\n[name]\nen = "My mod"\nfr = "Mon mod"',
    ),
    Code(
        "E702",
        "a mod that is needed and not there",
        "What `needs` names is missing, off, or of another version.",
        'needs = ["other_mod >= 2"]      # and 1.4 is there',
        'needs = ["other_mod >= 1.2"]',
    ),
    Code(
        "E703",
        "mods that need each other in a circle",
        "None of them could come first.",
        'needs = ["b"]      # in a\nneeds = ["a"]      # in b',
        'needs = ["b"]      # in a\nneeds = []         # in b',
    ),
    Code(
        "E704",
        "mods that cannot stand beside each other",
        "One of them says so with `breaks`.",
        'machinetime play --mods a,b      # a: breaks = ["b"]',
        "machinetime play --mods a",
    ),
    Code(
        "E705",
        "made for another version of the game",
        "`game` in the manifest does not hold this version, or cannot be read.",
        'game = "0.0.1"',
        'game = ">=0.1,<2"',
    ),
    Code(
        "E706",
        "a patch that points at nothing",
        "No definition has that id, or the definition has no such field.",
        "- patch: base:nigth",
        "- patch: base:night",
    ),
    Code(
        "E707",
        "a patch that expects something else",
        "What it expects is no longer so: the definition has changed since it was written, or "
        "a mod that is laid before this one has changed it.",
        "expect: {weight: 2}      # and it is 3",
        "expect: {weight: 3}",
    ),
    Code(
        "W708",
        "two mods that change one field",
        "The later one wins. Say which comes first with `after` in mod.toml.",
        "set: {weight: 2}      # in a\nset: {weight: 5}      # in b",
        "set: {weight: 2}      # in a\nset: {wait: 5}        # in b",
    ),
    Code(
        "E709",
        "an archive that breaks a rule",
        "A zip holds only yaml, toml, md and txt, at most 2,000 files of 1 MB and 32 MB in all, no "
        "links and no names with `..`; it is read and never extracted. Rename or leave out what is "
        "named, and pack the rest again. Hidden files, `__MACOSX` and backups are passed over.",
        "my_mod.zip with ../../etc/passwd",
        "my_mod.zip with mod.toml and storylets/night.yaml",
    ),
    Code(
        "W717",
        "a file among the content that is not read",
        "Content ends in .yaml. Some editors add .txt to that, and then the file is taken for a "
        "note. Notes stand beside mod.toml.",
        "storylets/night.yaml.txt",
        "storylets/night.yaml",
    ),
    Code(
        "W718",
        "a file that a zip may not hold",
        "The mod works as a folder, and a zip of the folder would be refused (E709): a name in "
        "capitals or with a space, a picture.",
        "storylets/My Night.yaml, cover.png",
        "storylets/my_night.yaml",
    ),
    Code(
        "W710",
        "two mods of one id",
        "Two folders or archives hold a mod of the same id. The one found first is used.",
        'id = "my_mod"      # in one/mod.toml\nid = "my_mod"      # in two/mod.toml',
        'id = "my_mod"      # in one/mod.toml\nid = "my_other"    # in two/mod.toml',
    ),
    Code(
        "E711",
        "a choice of mods that cannot be kept",
        "The disk refuses to write which mods are on.",
        "MACHINETIME_MODS_FILE=/nowhere/enabled.toml machinetime mods enable my_mod",
        "machinetime mods enable my_mod",
        static=False,
    ),
    Code(
        "E712",
        "a mod that cannot be added",
        "`mods add` copies a mod that can be read, that has no errors, and that is not there yet.",
        "machinetime mods add nothing_here.zip",
        "machinetime mods add my_mod.zip",
        static=False,
    ),
    Code(
        "E713",
        "a mod that cannot be begun",
        "`mods new` wants an id of small letters, digits and _ that no mod has yet.",
        'machinetime mods new "My Mod"',
        "machinetime mods new my_mod",
        static=False,
    ),
    Code(
        "E714",
        "a mod that cannot be removed",
        "`mods remove` takes away mods in the player's own folder, and no others.",
        "machinetime mods remove lyon_garage",
        "machinetime mods disable lyon_garage",
        static=False,
    ),
    Code(
        "E715",
        "a mod that cannot be upgraded",
        "`mods upgrade` changes folders that can be read and written.",
        "machinetime mods upgrade packed.zip",
        "machinetime mods upgrade my_mod",
        static=False,
    ),
    Code(
        "E716",
        "mods that cannot be switched so",
        "A mod with problems cannot be switched on, and none may push off another that is on.",
        'machinetime mods enable other      # it says breaks = ["my_mod"], which is on',
        "machinetime mods disable my_mod\nmachinetime mods enable other",
        static=False,
    ),
    Code(
        "E901",
        "a problem is ignored without a reason",
        "A comment that keeps a problem out of the report must say why.",
        "# check: ignore W603",
        "# check: ignore W603 because a rival must never burn its own fab",
    ),
    Code(
        "W902",
        "a comment that ignores nothing",
        "The problem is gone: so should the comment be. It speaks of its own line, or of the next "
        "one when it stands alone.",
        "ai: 1      # check: ignore W603 because a rival must never burn its own fab",
        "ai: 1",
    ),
    Code(
        "E903",
        "a comment that asks for what cannot be",
        "No such code exists, or it is an error, which cannot be ignored.",
        "# check: ignore E201 because I like this key",
        "# check: ignore W603 because a rival must never burn its own fab",
    ),
)
