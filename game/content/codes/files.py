"""What is wrong with a file before anybody asks what it means?"""

from __future__ import annotations

from game.content.codes.entry import Code

FILES = (
    Code(
        "E101",
        "a file or folder that cannot be read",
        "Content is text in UTF-8. Another encoding turns letters into other letters, so it is "
        "refused instead of guessed.",
        "a file saved as UTF-16, as Windows-1252, or a folder that is not there",
        'the same file, saved as "UTF-8"',
    ),
    Code(
        "E102",
        "a file that is too large",
        "No file of content may hold more than 1,000,000 bytes.",
        "storylets/all_my_scenes.yaml with 3 MB",
        "storylets/harbours.yaml, storylets/courts.yaml, storylets/winters.yaml",
    ),
    Code(
        "E103",
        "a character that is not allowed",
        "Control characters and marks that turn the direction of writing are invisible, and make "
        "a file look like what it is not. Some are brought in by pasting, some by escapes in "
        "double quotes.",
        'title: {en: "A\\u202eB", fr: "C"}',
        'title: {en: "AB", fr: "C"}',
    ),
    Code(
        "E104",
        "the file cannot be parsed",
        "The YAML is broken: often a colon in a text without quotes, indentation that differs, a "
        "quote that is never closed, or a tab.",
        "title: Beijing: a night",
        'title: {en: "Beijing: a night", fr: "Pékin : une nuit"}',
    ),
    Code(
        "E105",
        "an anchor or an alias",
        "Anchors (&name) and aliases (*name) are left out of the YAML that is read here: a reader "
        "of one scene should not need another one.",
        "when: &early quarter < 2024\n...\nwhen: *early",
        "when: quarter < 2024\n...\nwhen: quarter < 2024",
    ),
    Code(
        "E106",
        "a tag",
        "Tags (!name, !!str) make YAML build objects. Nothing is built from content.",
        "weight: !!float 2",
        "weight: 2",
    ),
    Code(
        "E107",
        "a merge key",
        "The key << copies keys from elsewhere. Write them out.",
        "<<: {size: minor, mood: hurt}",
        "size: minor\nmood: hurt",
    ),
    Code(
        "E108",
        "a key that stands there twice",
        "YAML would keep the last one and lose the first without a word.",
        "weight: 2\nwait: 8\nweight: 3",
        "weight: 3\nwait: 8",
    ),
    Code(
        "E109",
        "nested too deep",
        "Nothing in the content needs more than 32 levels.",
        "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]",
        "[1]",
    ),
    Code(
        "E110",
        "a key without a value",
        "An empty value is nothing in YAML, which no field accepts. A comma in a text without "
        "quotes ends up here too: what follows it becomes a key.",
        "title: {en: Fast, too fast, fr: Vite}",
        'title: {en: "Fast, too fast", fr: "Vite"}',
    ),
    Code(
        "E111",
        "a text without quotes",
        "Plain YAML loses text silently: `File #3` becomes `File`. Whatever people read stands in "
        "double quotes or in a block after >. `--fix` puts the quotes where nothing was lost.",
        "text: {en: The third file, fr: Le troisième dossier}",
        'text: {en: "The third file", fr: "Le troisième dossier"}',
    ),
    Code(
        "E112",
        "a file that is no list of definitions",
        "A file is one definition, or a list of them; a file of words is a mapping. It holds one "
        "document, and is not empty.",
        "- id: one\n---\n- id: two",
        "- id: one\n- id: two",
    ),
    Code(
        "E113",
        "a folder or a suffix that means nothing, or something else",
        "The folder says which kind of definition a file holds, and files end in .yaml.",
        "storylet/night.yaml, storylets/night.yml, orders/night.yaml with a scene in it",
        "storylets/night.yaml",
    ),
    Code(
        "E114",
        "a key that is no word",
        "A list or a mapping cannot be a key.",
        "? [a, b]\n: 1",
        "a: 1\nb: 1",
    ),
    Code(
        "E115",
        "a number that is too large",
        "Money and units are whole numbers up to 1e18; other numbers go up to 1e30.",
        "usd: 5000000000000000000000",
        "usd: 5_000_000_000",
    ),
    Code(
        "W116",
        "a byte-order mark in front",
        "Some editors put an invisible U+FEFF before the first letter. The game passes over it; "
        "other tools do not. `--fix` takes it away.",
        "<U+FEFF>- id: night",
        "- id: night",
    ),
    Code(
        "W117",
        "lines that end as on Windows",
        "Lines end with LF in this content; with CRLF every line differs from the next version. "
        "`--fix` mends them.",
        "- id: night<CR><LF>",
        "- id: night<LF>",
    ),
    Code(
        "N118",
        "spaces at the end of a line",
        "They mean nothing and show up in every comparison. `--fix` takes them away.",
        "size: minor<space><space>",
        "size: minor",
    ),
)
