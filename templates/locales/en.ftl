### The words of Undersigned in English. One section per noun; a key is noun-what.

## Times
weekday-1 = Mon
weekday-2 = Tue
weekday-3 = Wed
weekday-4 = Thu
weekday-5 = Fri
weekday-6 = Sat
weekday-7 = Sun
month-1 = Jan
month-2 = Feb
month-3 = Mar
month-4 = Apr
month-5 = May
month-6 = Jun
month-7 = Jul
month-8 = Aug
month-9 = Sep
month-10 = Oct
month-11 = Nov
month-12 = Dec
# For example: Fri 4 Sep 2026
time-date = { $weekday } { $day } { $month } { $year }
# For example: 18:00
time-clock = { $hour }:{ $minute }
time-utc = { $time } UTC
# Where the day in UTC is another than the day of the zone
time-utc-day = { $date }, { $time } UTC
# For example: Fri 4 Sep 2026, 18:00 Geneva (16:00 UTC)
time-full = { $date }, { $time } { $label } ({ $utc })
time-days = { $count ->
    [one] { $count } day
   *[other] { $count } days
}
time-hours = { $count ->
    [one] { $count } hour
   *[other] { $count } hours
}
time-minutes = { $count ->
    [one] { $count } minute
   *[other] { $count } minutes
}
time-under-a-minute = less than a minute
# For example: 1 day 19 hours
time-two-units = { $first } { $second }
time-in = in { $distance }
time-ago = { $distance } ago
zone-new-york = New York
zone-london = London
zone-nairobi = Nairobi
zone-delhi = Delhi
zone-manila = Manila
zone-utc = UTC

## Notes of a letter's text
notes-title = Notes
notes-back = Back to the text

## Faults: what is told beside a field
fault-time-form = Enter a date and a time, for example 2026-09-04T18:00.
fault-time-never = This time does not exist: the clocks go forward over it that night. Choose a time an hour earlier or later.
fault-time-twice = This time comes twice: the clocks go back that night. Choose a time an hour earlier or later.
fault-time-past = This time is over.
fault-zone-unknown = Choose a time zone from the list, for example Europe/Zurich.
fault-zone-label-empty = Enter the place whose time it is, for example Geneva.
fault-zone-label-too-long = Shorten the name of the place to { $limit } characters.
fault-zone-label-form = Remove characters that cannot be printed from the name of the place.
fault-collects-unknown = Choose whether the letter collects before publication or in public.
fault-due-after-closing = The due time is later than the closing time. Choose an earlier due time or a later closing time.
fault-publishes-before-closing = The letter would be published before signing closes. Choose a later publication time, or let it collect in public.
fault-closes-before-publication = The letter collects in public, so it must close after its publication. Choose a later closing time, or leave it empty.
fault-closing-missing = Set a closing time: the letter is published after signing closes.
fault-publication-missing = Set a publication time.
fault-slug-empty = Enter a short name for the letter's address.
fault-slug-too-long = Shorten this name to { $limit } characters.
fault-slug-form = Use only small letters a to z, digits and hyphens, with no hyphen at either end.
fault-slug-route-word = This name is used by one of our own pages. Choose another.
fault-text-empty = Fill in this field.
fault-text-too-long = This is too long. The limit is { $limit }.
fault-text-control = Remove characters that cannot be printed, and line ends where only one line fits.
fault-text-too-many = There are too many rows. The limit is { $limit }.
