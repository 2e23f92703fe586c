"""What the README promises of people's hours, and the test that holds each promise."""

PEOPLE: dict[str, str] = {
    "A supervisor's day for six people takes fewer than sixty taps.": (
        "tests/browser/test_people_day.py::test_a_supervisors_day_for_six_people_takes_fewer_than_sixty_taps"
    ),
    "A day without network reaches the server once, a restart of the tablet included.": (
        "tests/browser/test_people_offline.py::test_a_day_without_network_survives_the_restart_and_arrives_once"
    ),
    "A change of timetable never rewrites the past.": (
        "tests/walks/test_people_presence.py::test_a_template_changed_in_the_past_says_what_to_do_and_changes_nothing"
    ),
    "What a tablet brings late is judged by who led the group then.": (
        "tests/walks/test_people_presence.py::test_an_entry_of_a_group_no_longer_hers_is_judged_by_who_led_it_that_day"
    ),
    "What two groups say of one worker counts once, and one choice settles it.": (
        "tests/walks/test_people_moved.py::test_moved_between_two_workshops"
    ),
    "Whatever the lines of work say, their minutes are the minutes present.": (
        "tests/esat/activity/allocations/test_cutting.py::test_the_pieces_are_always_the_minutes_present"
    ),
    "No individual figure can be derived from what a supervisor may take away.": (
        "tests/walks/test_people_figures.py::test_no_individual_figure_can_be_derived_from_what_a_supervisor_takes_away"
    ),
    "The reason of an absence is told to the office alone, on every route and export.": (
        "tests/walks/test_people_reason.py::test_no_role_but_the_office_is_told"
    ),
    "The reason of an absence cannot be read in the database.": (
        "tests/walks/test_people_reason.py::test_nothing_that_is_kept_or_queued_tells_it"
    ),
    "A month of 83 people closes to the minute.": (
        "tests/walks/test_people_mass.py::test_a_month_of_83_people_with_160_exceptions_adds_up_to_the_minute"
    ),
    "Only the director lengthens a trial period.": (
        "tests/esat/workers/contracts/test_trials.py::test_only_the_director_accepts_what_he_read"
    ),
    "An authorisation that ended refuses its post, without network too, and says who may.": (
        "tests/walks/test_people_forklift.py::test_authorisation_expired"
    ),
    "The kiosk takes two taps, shows nothing of others and needs no network to speak.": (
        "tests/walks/test_people_kiosk.py::test_the_kiosk_at_8_15_with_wet_hands"
    ),
    "A replacement begins and ends by itself.": (
        "tests/esat/workers/replacing/test_replacements.py::test_rights_begin_and_end_by_themselves"
    ),
    "The extract of a year is easy to read.": (
        "tests/esat/activity/skills/test_extract.py::test_the_extract_is_easy_to_read"
    ),
    "Everything that is held of a worker is told to him: no table is forgotten.": (
        "tests/esat/activity/rights/test_families.py::test_every_table_that_names_a_worker_is_in_what_he_is_told"
    ),
    "Each day of a worker belongs to the group where he was that day.": (
        "tests/walks/test_people_groups.py::test_a_day_before_the_change_is_entered_late_on_the_sheet_of_the_group_of_that_day"
    ),
    "What a replacement noted without network while the group was his is kept after it ends.": (
        "tests/walks/test_people_groups.py::test_what_a_replacement_did_that_day_is_kept_though_he_leads_no_longer"
    ),
    "A sheet of eight is recorded once or not at all, though the server is killed.": (
        "tests/esat/operations/test_killed_sheets.py::test_a_sheet_of_eight_is_recorded_once_or_not_at_all"
    ),
    "A refused form says it beside its field, queued without network too.": (
        "tests/browser/test_people_refusals.py::test_a_refused_quantity_is_said_beside_its_box_until_it_is_sent_right"
    ),
    "A kiosk without network says where to go, names nobody and comes back by itself.": (
        "tests/browser/test_people_kiosk.py::test_a_kiosk_switched_on_without_network_says_where_to_go_and_comes_back_by_itself"
    ),
    "A closed month is taken again when the leave that it shows has changed.": (
        "tests/esat/activity/statements/test_closing.py::test_leave_confirmed_otherwise_after_closing_is_taken_again"
    ),
    "A hygiene authorisation that was withdrawn closes its post and never says why.": (
        "tests/laundry_rabc/people/test_closing.py::test_a_withdrawn_authorisation_closes_the_post_and_never_says_why"
    ),
    "A destroyed name stays destroyed when an older backup is put back.": (
        "tests/walks/test_people_leaving.py::test_leaving_access_and_erasure"
    ),
}
