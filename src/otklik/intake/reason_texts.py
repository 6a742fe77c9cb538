"""The sentence behind each machine-made reason, for the pages and the commands alike."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from otklik.core.reasons import Reason

FILE_TEXTS: dict[str, str] = {
    "file_not_found": gettext_noop("There is no file “%(file)s”."),
    "file_unreadable": gettext_noop("The file “%(file)s” cannot be read from the disk."),
    "file_empty": gettext_noop("The file “%(file)s” is empty."),
    "file_too_large": gettext_noop("The file “%(file)s” is larger than %(limit_mb)s MB."),
    "file_is_html": gettext_noop(
        "“%(file)s” is a web page, not a table. The export probably ended in a login page: "
        "download it again."
    ),
    "file_is_protected": gettext_noop(
        "“%(file)s” is protected by a password. Save it without the password."
    ),
    "file_is_damaged": gettext_noop(
        "“%(file)s” is damaged or was not downloaded to the end. Download it again."
    ),
    "file_is_binary": gettext_noop("“%(file)s” is no table: it holds data of another kind."),
    "file_is_unsafe": gettext_noop(
        "“%(file)s” is built in a way that could do harm, so it was not opened."
    ),
    "format_unknown": gettext_noop(
        "“%(file)s” is of an unknown kind. Tables are taken as xlsx, xls or csv."
    ),
    "unpacks_too_large": gettext_noop(
        "“%(file)s” unpacks to more than %(limit_mb)s MB, so it was not opened."
    ),
    "too_many_rows": gettext_noop("“%(file)s” has more than %(limit)s rows. Split it by dates."),
    "too_many_columns": gettext_noop("“%(file)s” has more than %(limit)s columns."),
    "too_many_cells": gettext_noop("“%(file)s” has more than %(limit)s cells. Split it by dates."),
    "csv_undecodable": gettext_noop(
        "The letters of “%(file)s” cannot be made out. Save it as csv in UTF-8 or Windows-1251."
    ),
    "csv_broken": gettext_noop("The csv file “%(file)s” breaks off in row %(row)s."),
    "headers_not_found": gettext_noop(
        "No sheet of “%(file)s” has the columns of this channel. Looked for: %(headers)s. "
        "Sheets: %(sheets)s."
    ),
    "internal_error": gettext_noop(
        "The file could not be taken in because of an error of the program; nothing was changed. "
        "The administrator finds the details in the log."
    ),
}
GAR_TEXTS: dict[str, str] = {
    "gar_files_missing": gettext_noop(
        "“%(folder)s” is no folder of a region of the address register: %(files)s is missing."
    ),
    "gar_several_regions": gettext_noop(
        "“%(folder)s” holds several regions (%(names)s). Give the folder of one."
    ),
    "gar_zip_closed": gettext_noop(
        "“%(file)s” is protected or packed in an unusual way: unpack it and give the folder."
    ),
    "gar_nothing_there": gettext_noop(
        "The address register in “%(folder)s” has no settlement whose OKTMO begins with %(oktmo)s."
    ),
    "gar_too_much_gone": gettext_noop(
        "Of %(known)s places or houses loaded earlier %(gone)s are not in the files: this looks "
        "like a partial export. Nothing was changed."
    ),
    "gar_row_unreadable": gettext_noop(
        "“%(file)s” is not written as the address register writes: “%(value)s” is no number of "
        "an object."
    ),
}
ROW_TEXTS: dict[str, str] = {
    "row_without_number": gettext_noop("The column “%(column)s” is empty: the item has no number."),
    "row_without_date": gettext_noop("The column “%(column)s” is empty: the item has no date."),
    "bad_date": gettext_noop("“%(value)s” in the column “%(column)s” is not a date."),
    "bad_duration": gettext_noop("“%(value)s” in the column “%(column)s” is not a length of time."),
    "bad_rating": gettext_noop(
        "“%(value)s” in the column “%(column)s” is not a rating from 1 to 5."
    ),
    "value_too_long": gettext_noop(
        "The text in the column “%(column)s” is longer than %(limit)s characters."
    ),
    "later_file_has_it": gettext_noop(
        "A later file has brought number %(number)s already: this older row is not needed."
    ),
    "number_twice_in_file": gettext_noop("The number %(number)s stands in the file twice."),
}
DECISION_TEXTS: dict[str, str] = {
    "rule": gettext_noop("Rule of the centre “%(rule)s”."),
    "rule_executor": gettext_noop(
        "Rule of the centre “%(rule)s” sent it straight to the executor: %(executor)s."
    ),
    "words_matched": gettext_noop("The text says: %(words)s."),
    "question_mark": gettext_noop("The text holds a question mark."),
    "flag_words": gettext_noop("The text says: %(words)s."),
    "hostile_words": gettext_noop("The text insults or swears: %(words)s."),
    "signed_with_name": gettext_noop("It is signed with a name."),
    "signed_with_flat": gettext_noop("It gives an address with a flat."),
    "signed_with_email": gettext_noop("It gives an address of e-mail."),
    "signed_with_phone": gettext_noop("It gives a telephone."),
    "list_of_names": gettext_noop("It is signed with %(count)s names."),
    "level_of_topic": gettext_noop("The topic or the body named lies in this competence."),
    "urgent_words": gettext_noop("The text speaks of danger: %(words)s."),
    "place_from_file": gettext_noop("The place is named in the file."),
    "place_in_text": gettext_noop("The text names the place: %(words)s."),
    "ambiguous_place": gettext_noop("Several places have this name."),
    "ambiguous_street": gettext_noop("%(count)s settlements have a street of this name."),
    "near_coordinates": gettext_noop(
        "The coordinates in the text lie within %(km)s km of the middle of the settlement."
    ),
    "alike_streets": gettext_noop("Several streets of the settlement are called so."),
    "only_street_of_the_name": gettext_noop("Only one settlement has a street of this name."),
}
LINKING_TEXTS: dict[str, str] = {
    "same_words": gettext_noop("The same words: %(words)s."),
    "same_applicant": gettext_noop("The same applicant."),
    "same_topic": gettext_noop("The same topic."),
    "other_channel": gettext_noop("It came through another channel."),
    "days_apart": gettext_noop("Days between them: %(days)s."),
    "more_than_usual": gettext_noop(
        "Messages in %(days)s days: %(count)s. Usual here: %(usual)s at most."
    ),
    "of_open_problem": gettext_noop("New messages of an open problem: %(count)s."),
}
LEARNING_TEXTS: dict[str, str] = {
    "too_few_lessons": gettext_noop(
        "There are %(count)s cases to learn from; at least %(fewest)s are needed."
    ),
    "nothing_to_learn_from": gettext_noop(
        "There is nothing to learn from: no row has both text and label."
    ),
    "one_label_only": gettext_noop(
        "There is only one label, “%(label)s”: nothing can be told apart."
    ),
    "model_not_found": gettext_noop("There is no trained classifier in the folder “%(folder)s”."),
    "model_damaged": gettext_noop("The trained classifier in the folder “%(folder)s” is damaged."),
    "model_of_other_edition": gettext_noop(
        "The trained classifier in the folder “%(folder)s” was made by another version of Otklik."
    ),
}
ENCLOSURE_TEXTS: dict[str, str] = {
    "enclosure_empty": gettext_noop("The file is empty: 0 bytes. Choose it again."),
    "enclosure_too_large": gettext_noop("The file is larger than %(limit_mb)s MB."),
    "enclosure_kind_unknown": gettext_noop(
        "The content of the file is of an unknown kind. Send a photograph as JPEG or PNG, a paper "
        "as PDF or docx."
    ),
    "enclosure_kind_not_taken": gettext_noop(
        "Files of the kind %(kind)s are not taken. Send a photograph as JPEG or PNG, a paper as "
        "PDF or docx."
    ),
    "enclosure_named_otherwise": gettext_noop(
        "The name ends in %(ending)s, but the content is %(kind)s. Make sure that it is the right "
        "file, and rename it."
    ),
    "enclosure_heic": gettext_noop(
        "The photograph is in the format HEIC of Apple, which cannot be read here. Choose “Most "
        "compatible” in the settings of the camera, or send it as JPEG."
    ),
    "enclosure_old_office": gettext_noop(
        "This is a paper of an old format (doc, xls, rtf) or one closed by a password. Save it as "
        "docx, xlsx or PDF without a password."
    ),
    "enclosure_program": gettext_noop("This is a program, not a paper. Programs are not taken."),
    "enclosure_archive": gettext_noop("This is an archive. Unpack it and attach the files."),
    "enclosure_web_page": gettext_noop(
        "This is a web page or a drawing with scripts. Save it as PDF or make a picture of it."
    ),
    "enclosure_active": gettext_noop(
        "The paper holds macros, scripts, enclosed objects or loads something from elsewhere. Save "
        "it without them, as docx or PDF."
    ),
    "enclosure_two_in_one": gettext_noop(
        "Another file is hidden behind this one. It was not taken: show it to the administrator."
    ),
    "enclosure_protected": gettext_noop(
        "The paper is closed by a password. Save it without the password."
    ),
    "enclosure_damaged": gettext_noop(
        "The file is damaged or did not come to its end. Send it again."
    ),
    "enclosure_unpacks_too_large": gettext_noop(
        "The paper unpacks to too much, so it was not opened."
    ),
    "enclosure_too_many_pixels": gettext_noop(
        "The picture is too large: more than %(limit)s megapixels. Make it smaller."
    ),
    "enclosure_infected": gettext_noop(
        "The virus checker found something: %(found)s. The file was not kept: tell the "
        "administrator."
    ),
}
TEXTS: dict[str, str] = {
    **FILE_TEXTS,
    **GAR_TEXTS,
    **ROW_TEXTS,
    **DECISION_TEXTS,
    **LEARNING_TEXTS,
    **LINKING_TEXTS,
    **ENCLOSURE_TEXTS,
}


class _Params(dict[str, str]):
    """Parameters of a text: one the reason does not bring is shown as a dash."""

    def __missing__(self, name: str) -> str:
        return "—"


def reason_text(reason: Reason) -> str:
    """Return the reason as a sentence in the active language.

    A code without a text, as from a newer version, is shown as it is with its parameters.
    """
    text = TEXTS.get(reason.code)
    if text is None:
        told = ", ".join(f"{name}: {value}" for name, value in reason.params.items())
        return f"{reason.code} ({told})" if told else reason.code
    return _(text) % _Params(reason.params)
