"""What the README promises under "What it promises", and the test that holds each promise."""

from tests.house.claims_people import PEOPLE

CLAIMS: dict[str, str] = {
    "Rooms import downward only; the four workshops do not know each other.": (
        "tests/house/test_imports.py::test_every_import_contract_holds"
    ),
    "Rules never see HTTP, and only three doors end a transaction.": (
        "tests/house/test_commits_at_doors.py::test_only_the_doors_commit"
    ),
    "A capture sent twice is one capture; other content under its key is refused.": (
        "tests/esat/production/test_captures.py::test_the_same_key_with_other_content_is_refused"
    ),
    "What a tablet did without network is kept, and held where the record contradicts it.": (
        "tests/esat/production/test_captures.py::"
        "test_offline_is_not_judged_again_though_it_was_held"
    ),
    "Ten scans and a form made without network reach the server once each, a killed tab and a "
    "lost answer included.": (
        "tests/browser/test_offline.py::"
        "test_ten_scans_and_a_form_offline_a_killed_tab_and_a_lost_answer"
    ),
    "Every single error and every swap of two neighbours in a code is refused.": (
        "tests/esat/production/test_codes.py::test_every_swap_of_two_neighbours_is_caught"
    ),
    "What keyboards and scanners do to a code is undone.": (
        "tests/esat/production/test_codes.py::test_what_keyboards_do_is_undone"
    ),
    "A client's code that is digits is linked only at an accepted length and with a true "
    "check digit; a partial reading told as ITF is refused at every length.": (
        "tests/esat/production/test_foreign_codes.py::"
        "test_a_partial_reading_told_as_itf_is_refused_at_every_length"
    ),
    "Linking and unlinking a client's code stay in the journal of the thing, with the reason.": (
        "tests/esat/production/test_client_codes.py::"
        "test_a_code_goes_from_thing_to_thing_and_each_keeps_its_trace"
    ),
    "A stray code scanned before a bag is not linked to it: linking is asked for.": (
        "tests/esat/production/test_linking.py::test_a_stray_code_before_a_bag_links_nothing"
    ),
    "A US scanner on a French keyboard opens the right bag, and a wrong sign opens nothing.": (
        "tests/browser/test_real_keyboard.py::"
        "test_a_us_scanner_on_a_french_keyboard_opens_the_right_bag"
    ),
    "What a hand types at the counter stays until it says so, whatever its speed.": (
        "tests/browser/test_hands.py::test_what_a_hand_types_stays_until_it_says_so"
    ),
    "Three test codes that no thing ever bears say when a scanner is ready.": (
        "tests/browser/test_scanners.py::"
        "test_a_scanner_is_ready_when_the_three_codes_were_read_right"
    ),
    "A series cut by the network in the middle of forty loses and doubles nothing.": (
        "tests/browser/test_series_offline.py::"
        "test_a_network_cut_in_the_middle_of_forty_loses_and_doubles_nothing"
    ),
    "One refused in the middle of a series stops no other.": (
        "tests/esat/production/test_series_acts.py::test_one_refused_in_the_middle_stops_no_other"
    ),
    "What is held does not move, and says why.": (
        "tests/esat/production/test_moves.py::test_what_is_held_does_not_move_and_says_why"
    ),
    "A lot moves whole with one event; the unticked stay behind.": (
        "tests/esat/production/test_moves.py::test_the_unticked_stay_behind"
    ),
    "The journal only grows: both databases refuse to change or delete a row of it.": (
        "tests/esat/production/test_seals.py::test_the_triggers_bite"
    ),
    "Tampering with a sealed journal is seen, and located to the row.": (
        "tests/esat/production/test_seals.py::test_tampering_is_seen_and_located"
    ),
    "The real client file imports whole, and a second time changes nothing.": (
        "tests/esat/exchange/test_clients.py::"
        "test_the_real_file_is_wholly_kept_and_a_second_run_changes_nothing"
    ),
    "Ten thousand labels of every layout are read back to exactly their code by two "
    "readers that did not draw them.": (
        "tests/labels/test_read_back.py::test_every_label_of_ten_thousand_is_read_back"
    ),
    "A label blurred, noisy, askew, scratched or a tenth rubbed off is still read.": (
        "tests/labels/test_wear.py::test_a_worn_label_is_still_read"
    ),
    "Each cell of each sheet bears its own code, from whichever label it begins.": (
        "tests/labels/test_sheets.py::test_every_cell_of_a_sheet_bears_its_own_code"
    ),
    "A ZPL printer that others wrote gives every label back.": (
        "tests/labels/test_zpl.py::test_a_printer_of_others_gives_every_label_back"
    ),
    "No text turns, hides or breaks a label.": (
        "tests/labels/test_faces.py::test_no_text_breaks_a_label_of_any_kind"
    ),
    "A label cut in the middle is never sent again by itself; the run goes on after the last "
    "good one.": (
        "tests/esat/printing/test_dying_printer.py::"
        "test_sixty_labels_through_a_dead_printer_and_a_killed_process"
    ),
    "What is printed again says so on the label and in the journal.": (
        "tests/esat/printing/test_resuming.py::"
        "test_printing_goes_on_after_the_last_good_label_with_the_same_numbers"
    ),
    "A printer that speaks IPP receives each label once, and says whether a killed process "
    "had sent it.": (
        "tests/esat/printing/test_ipp.py::test_it_receives_the_pdf_of_each_label_once"
    ),
    "A pre-printed label is bound by its first scan to a client, an order or a thing that stays.": (
        "tests/esat/production/test_binding_orders.py::"
        "test_the_first_scan_makes_a_pre_printed_label_a_volume_of_an_order"
    ),
    "A client's label bears his number, the same when it is printed again, and his number "
    "opens the thing.": (
        "tests/esat/printing/test_client_side.py::"
        "test_a_clients_label_bears_his_number_and_his_number_opens_the_thing"
    ),
    "A lent number is given once: threads at once neither share nor skip one.": (
        "tests/esat/client_labels/test_ranges.py::"
        "test_threads_at_once_never_share_a_number_nor_leave_one"
    ),
    "Two ranges that could print the same number are refused.": (
        "tests/esat/client_labels/test_numbers.py::test_meeting_is_exactly_a_common_text"
    ),
    "No value can become a command of a client's ZPL.": (
        "tests/esat/client_labels/test_templates_zpl.py::"
        "test_any_value_whatever_is_one_field_and_no_command"
    ),
    "No value can leave its text in a client's SVG.": (
        "tests/esat/client_labels/test_templates_svg.py::test_any_value_whatever_is_one_text"
    ),
    "A layout whose symbol or text does not hold is refused, naming the box and the "
    "millimetres it needs.": (
        "tests/esat/layouts/test_faults.py::"
        "test_each_fault_is_said_in_french_beside_its_box_and_nothing_is_kept"
    ),
    "Every version of a layout is kept, and any serves again as one more.": (
        "tests/esat/layouts/test_store.py::test_a_former_version_serves_again_as_one_more"
    ),
    "The camera reads QR, Data Matrix and Code 128 of our labels and opens what they stand "
    "on; no request leaves the host.": (
        "tests/browser/camera/test_reading.py::"
        "test_the_camera_reads_our_labels_and_the_counter_opens_what_they_stand_on"
    ),
    "Without network the camera reads and the scan is kept.": (
        "tests/browser/camera/test_reading.py::"
        "test_without_network_the_camera_reads_and_the_scan_is_kept"
    ),
    "The server keeps no photo it reads.": (
        "tests/esat/production/test_counter_photo.py::test_the_picture_is_kept_nowhere"
    ),
    "A bag received is delivered, held or in a visible place, to the gram, over a whole day of "
    "900 kg.": ("tests/walks/test_laundry_day.py::test_a_day_of_the_laundry"),
    "From reception to the machine, hands scan twice a bag and three times a load, and type "
    "nothing.": (
        "tests/browser/test_laundry_keys.py::"
        "test_six_bags_and_a_load_go_into_the_machine_by_scans_alone"
    ),
    "Clean linen seen on the dirty side is refused, recorded, and waits for a written decision.": (
        "tests/walks/test_laundry.py::test_dirty_after_clean"
    ),
    "Linen under precautions is never opened, is washed by the programmes named for it alone, "
    "and no paper calls it disinfected.": ("tests/walks/test_laundry.py::test_c_difficile_bag"),
    "In the hour that comes twice, cycles keep their order and durations.": (
        "tests/walks/test_laundry.py::test_server_clock_and_dst"
    ),
    "The history of a delivery tells certain links from possible recipients.": (
        "tests/walks/test_laundry_recall.py::test_recall_drill"
    ),
    "One machine turns once though two tablets start it.": (
        "tests/workshops/laundry/washing/test_cycle_pages.py::"
        "test_a_machine_started_twice_at_once_turns_once"
    ),
    "A load that is too heavy is refused, saying what to take out.": (
        "tests/workshops/laundry/washing/test_starting.py::"
        "test_a_load_that_is_too_heavy_says_what_to_take_out"
    ),
    "Splits, merges, rewashes and deliveries lose no gram and no item, and genealogy reads the "
    "same both ways.": (
        "tests/walks/test_laundry_mass.py::test_from_the_wash_to_the_client_nothing_is_lost"
    ),
    "Waiting linen is told before it hurts.": (
        "tests/workshops/laundry/finishing/test_waits.py::test_a_waiting_is_said_before_it_hurts"
    ),
    "A reception of forty bags cut by the network in the middle loses nothing.": (
        "tests/workshops/laundry/intake/test_acts.py::"
        "test_forty_bags_with_the_network_cut_in_the_middle_lose_nothing"
    ),
    "A scale without network loses no weight and sends none twice.": (
        "tests/workshops/laundry/intake/scale/test_watching.py::"
        "test_without_network_nothing_is_lost_and_nothing_comes_twice"
    ),
    "A round driven without network arrives once, in order, marked late.": (
        "tests/browser/test_round.py::"
        "test_a_round_without_network_arrives_once_in_order_and_marked_late"
    ),
    "The deposit ticket states what the law wants.": (
        "tests/workshops/laundry/desk/test_paper.py::test_the_ticket_states_what_the_law_wants"
    ),
    "What was noted by mistake after the wash is corrected by a further row, which counts.": (
        "tests/workshops/laundry/finishing/test_amending.py::"
        "test_why_linen_was_put_aside_is_corrected_by_a_further_row_that_counts"
    ),
    "No deposit leaves, by whatever door, before it is noted how it is paid.": (
        "tests/workshops/laundry/desk/test_races.py::test_nothing_unpaid_leaves_by_another_door"
    ),
    "One search finds a resident's blue cardigan.": (
        "tests/browser/test_residents.py::test_the_blue_cardigan_is_found_in_one_search"
    ),
    "A client's link finds a garment by number and shows no name.": (
        "tests/workshops/laundry/residents/test_linen_pages.py::"
        "test_the_client_finds_the_cardigan_by_number_and_reads_no_name"
    ),
    "No export of the laundry lets a person's work be derived.": (
        "tests/workshops/laundry/figures/test_figures_pages.py::"
        "test_no_export_lets_a_person_be_derived"
    ),
    "The laundry's daily figures are those that its journal gives.": (
        "tests/workshops/laundry/figures/test_rollups.py::"
        "test_after_any_acts_the_figures_are_those_recomputed"
    ),
    "A wash that did not hold its qualified temperature is held until it was washed again and "
    "another person released it.": ("tests/walks/test_rabc_cold.py::test_cold_cycle"),
    "Held linen is packed by no road there is.": (
        "tests/walks/test_rabc_separations.py::test_held_linen_leaves_by_no_act_of_a_device"
    ),
    "A limit never changes in the past, and nobody approves his own.": (
        "tests/laundry_rabc/plan/test_deciding.py::test_nobody_approves_or_refuses_what_he_wrote"
    ),
    "What was judged keeps its verdict: plan, results and steps of cases are never changed or "
    "deleted.": (
        "tests/laundry_rabc/plan/test_deciding.py::test_nothing_of_the_plan_is_changed_or_deleted"
    ),
    "A check that nobody did stays missed, and nothing due is no green.": (
        "tests/laundry_rabc/checks/test_reads.py::test_missed_ones_stay_in_every_report"
    ),
    "A late reading keeps both times and its reason, and counts as late.": (
        "tests/laundry_rabc/checks/test_answering.py::test_an_entry_long_after_says_why_and_counts_as_late"
    ),
    "A typing error that was corrected shows both values.": (
        "tests/laundry_rabc/checks/test_history_pages.py::test_a_correction_stands_beside_the_first"
    ),
    "Who did a check does not validate it.": (
        "tests/laundry_rabc/checks/test_validating.py::test_nobody_validates_what_he_did_himself"
    ),
    "A count without its unit, surface or method is refused.": (
        "tests/laundry_rabc/test_limits.py::test_what_cannot_be_compared_is_refused"
    ),
    "A programme that was changed is proved no more from that moment.": (
        "tests/laundry_rabc/qualify/test_keeping.py::test_a_change_of_the_programme_or_of_the_machine_voids"
    ),
    "A failed calibration names the clients to warn, and holds what is still in house.": (
        "tests/walks/test_rabc_calibration.py::test_failed_calibration"
    ),
    "An empty pump holds only the loads that needed it, on its machines, in its window.": (
        "tests/walks/test_rabc_pump.py::test_empty_pump"
    ),
    "A display that lies is found by a logger's file, and both values stay.": (
        "tests/walks/test_rabc_display.py::test_display_lies"
    ),
    "A client's hygiene statement never says more than the data, and nothing of spores.": (
        "tests/walks/test_rabc_spores.py::test_c_difficile_bag"
    ),
    "A search of impact finds every client of every load, and who may have got some of it.": (
        "tests/laundry_rabc/impact/test_pages.py::test_a_period_finds_both_loads_and_each_client_once"
    ),
    "Control charts have the limits that published examples give.": (
        "tests/laundry_rabc/charts/test_shewhart.py::test_limits_are_those_that_the_package_prints"
    ),
    "The rule of judgement and the rule of qualification have no change that no test notices.": (
        "tests/house/test_mutants.py::test_each_mutant_that_lives_is_listed_with_its_reason"
    ),
    "A client's link that is unknown, revoked, expired or malformed gets one and the same "
    "answer.": (
        "tests/esat/tracking/test_pages.py::"
        "test_unknown_revoked_expired_and_malformed_get_the_same_answer_by_the_same_work"
    ),
    "Each state of an order is told to its client once.": (
        "tests/esat/tracking/test_receivers.py::test_each_state_is_told_once"
    ),
    "A killed server keeps every capture that it acknowledged.": (
        "tests/esat/operations/test_killed.py::test_every_acknowledged_capture_survives_the_kill"
    ),
    "A fifth workshop touches no file of the core.": (
        "tests/house/test_dummy_workshop.py::test_a_loaf_is_scanned_held_baked_and_sold"
    ),
    "Every view names its right or is listed as public.": (
        "tests/house/test_routes.py::test_only_the_places_listed_are_public"
    ),
    "No input breaks the API.": ("tests/fuzz/test_api.py::test_no_input_breaks_the_api"),
    "The migrations make what the models say.": (
        "tests/esat/test_schema.py::test_the_migrations_make_what_the_models_say"
    ),
} | PEOPLE
