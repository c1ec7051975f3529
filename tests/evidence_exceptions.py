"""Where the graph has something else than the evidence: claims and sources by their ids, each kind with its reason."""

from typing import Final

# What the evidence has, and what the graph has.
Dates = dict[str, tuple[str | None, set[str]]]

# The evidence gives the day on which it was said; the claim is on a plan, and its date is what is planned for.
SAID_THEN_PLANNED_FOR: Final[Dates] = {
    "rx-interfax-2024": ("2024-03", {"2033"}),
    "rx-china-apr2025": ("2025-04-23", {"2035"}),
    "rx-ixbt-2036": ("2025-05-11", {"2036"}),
    "rx-eir-2035": ("2025-06", {"2035"}),
    "rx-fia-2036": ("2025-05", {"2036"}),
    "rx-independent": ("2025-12-24", {"2035"}),
    "basic-2028-stdaily": ("2023-05-11", {"2028"}),
    "basic-2028-orinoco": ("2023-04-09", {"2028"}),
    "basic-2030-xinhua": ("2023-10-25", {"2030"}),
    "basic-2035-spacenews": ("2024-07", {"2035"}),
    "build-2031-35-lada": ("2025-10-25", {"2035"}),
    "ce7-plan-2026": ("2024-04-24", {"2026"}),
    "ce8-plan-2028-cri": ("2023-10-02", {"2028"}),
    "ce8-plan-2029": ("2025-04-24", {"2029"}),
    "ce8-plan-2028-dawn": ("2024-11-14", {"2028"}),
    "ce6-plan-2024-2025": ("2023-02-01", {"2024"}),
    "cn-crewed-2030-azertag": ("2025-10-30", {"2030"}),
    "ilrs-phase1-2021-2025": ("2021-06-16", {"2025"}),
    "ilrs-phase2-2026-2035": ("2021-06-16", {"2035"}),
    "ilrs-phase3-from-2035": ("2021-06-16", {"2035"}),
    "ilrs-phase3-beyond-2036": ("2021-06-17", {"2036"}),
    "ilrs-1-to-5": ("2021-06-17", {"2031"}),
    "ilrs-basic-2035": ("2024-04-25", {"2035"}),
    "ilrs-extended-2045": ("2024-04-25", {"2045"}),
    "ilrs-extended-2050": ("2024-09-05", {"2050"}),
    "ilrs-basic-2030-copernical": ("2024-04-25", {"2030"}),
    "reactor-borisov-2024": ("2024-03-05", {"2033"}),
    "reactor-oedigital-2013": ("2013", {"2035"}),
    "nasa-fsp-100kw": ("2025-07-31", {"2030"}),
    "luna26-plan-2024": ("2021-10-21", {"2024"}),
    "luna26-plan-2028": ("2025-08-22", {"2028"}),
    "luna26-plan-2028-lavochkin": ("2026-01-27", {"2028"}),
    "luna27-plan-2025": ("2021-10-21", {"2025"}),
    "luna27-two-landers": ("2025-08-22", {"2029"}),
    "luna27-order-north-first": ("2025-08-24", {"2029"}),
    "luna27-lavochkin-2026": ("2026-01-27", {"2029"}),
    "luna28-plan-2026": ("2019-10-08", {"2026"}),
    "luna28-plan-2034": ("2026-01-27", {"2034"}),
    "luna28-design-2026": ("2025-10-02", {"2026"}),
    "luna29-plan-2032": ("2026-01-27", {"2032"}),
    "luna30-plan-2036": ("2026-01-27", {"2036"}),
    "luna30-plan-2035": ("2025-08-22", {"2035"}),
    "artemis3-leo-2027": ("2026-02-27", {"2027"}),
    "bluemoon-mk1-2026": ("2026-01-05", {"2026"}),
    "ce7-plan-2026-july2025": ("2025-07-11", {"2026"}),
    "luna26-27-plan-2027-2028": ("2023-04-12", {"2027"}),
    "artemis3-satnews": ("2026-02-27", {"2027"}),
}

# The evidence has the date in the claim's sentence or object only.
DATED_BY_ITS_WORDS: Final[Dates] = {
    "ce7-plan-2024": (None, {"2024"}),
    "ce8-plan-2028-2029": (None, {"2028"}),
    "ce4-payloads-2017": (None, {"2017"}),
    "ilrs-phase3-from-2036": (None, {"2036"}),
    "ilrs-five-launches-2030-2035": (None, {"2030"}),
    "ilrs-construction-after-ce8": (None, {"2028"}),
    "ilrs-basic-2030-yu": (None, {"2030"}),
    "reactor-mou-2025-ckhq": (None, {"2025-08-08"}),
    "reactor-by-2036-mou": (None, {"2036"}),
    "luna26-plan-2023": (None, {"2023"}),
    "luna26-plan-2027": (None, {"2027"}),
    "luna26-plan-2026": (None, {"2026"}),
    "luna27-plan-2028": (None, {"2028"}),
    "luna28-plan-2030": (None, {"2030"}),
    "artemis2-saturday": (None, {"2026-04-11"}),
    "dsel-gcat-2020": (None, {"2020"}),
    "mbrsc-gcat-2008": (None, {"2015-04-18"}),
    "err-li-2023": (None, {"2023"}),
}

# 'Operational' holds for a time: as of the issue of the data set, which the evidence has in the sentence.
DATED_BY_ITS_ISSUE: Final[Dates] = {
    "csv-lro-outcome": (None, {"2023-08-28"}),
    "csv-capstone-outcome": (None, {"2023-08-28"}),
    "csv-chandrayaan-2-outcome": (None, {"2023-08-28"}),
    "csv-chandrayaan-3-outcome": (None, {"2023-08-28"}),
    "csv-danuri-outcome": (None, {"2023-08-28"}),
    "csv-change-3-outcome": (None, {"2023-08-28"}),
    "csv-queqiao-1-outcome": (None, {"2023-08-28"}),
    "csv-change-4-outcome": (None, {"2023-08-28"}),
}

# The evidence gives the day or the month of the page, which is the date of the source; what the claim says has none:
# a name, a kind, a mass, the parts of something.
DATED_BY_ITS_SOURCE: Final[Dates] = {
    "az-trend-agreement": ("2023-10-10", set[str]()),
    "by-xinhua-statement": ("2023-10-25", set[str]()),
    "eg-sia-ceo": ("2023-12-08", set[str]()),
    "eg-citylife-mou": ("2023-12-07", set[str]()),
    "th-spacewatch-name": ("2024-04-08", set[str]()),
    "ce7-payload-egypt-bahrain": ("2024-06", set[str]()),
    "ce7-match-mass-69": ("2025-08-31", set[str]()),
    "ce7-parts-four-plus-relay": ("2026-04-13", set[str]()),
    "ce8-suparco-35kg": ("2024-11-14", set[str]()),
    "ilrs-basic-ce7-ce8": ("2023-02-01", set[str]()),
    "err-rtt-eight": ("2023-05-04", set[str]()),
    "err-ummid": ("2024-10-26", set[str]()),
    "err-nasa-ch-1968": ("2024-04-15", set[str]()),
}

# The date is of something beside what the claim is on, and stands in its words: the offer before the proposals, the
# launch or the year of a flight whose outcome it tells (of Luna-16 in a claim of its own, `-launch`), a launch planned.
DATE_IN_WORDS: Final[Dates] = {
    "ce8-200kg": ("2023-10", set[str]()),
    "luna24-third-sample": ("1976", set[str]()),
    "luna16-first-robot-sample": ("1970-09-12", set[str]()),
    "both-bh-ce7": ("2026", set[str]()),
}

# The evidence gives the day of the page or of its address; the claim has that of what the page tells.
OF_WHAT_IT_TELLS: Final[Dates] = {
    "err-ain-oct15": ("2020-11-16", {"2020-10-15"}),
    "err-br-11": ("2021-06-17", set[str]()),
    "err-kr-url-date": ("2021-02-28", {"2021-05-27"}),
}

# Said the day before: signing is expected on the day of the evidence, and the claim holds as of the day it was said.
NOT_YET: Final[Dates] = {
    "dj-artemis-2026": ("2026-09-14", {"2026-09-13"}),
    "aa-dj-b": ("2026-09-14", {"2026-09-13"}),
}

# The dateline of a report of what had happened; the claim, like the object in the evidence, has the month.
INAUGURATED_BEFORE: Final[Dates] = {
    "dsel-people-2022": ("2022-02-26", {"2022-02"}),
}

DATES: Final[Dates] = {
    **SAID_THEN_PLANNED_FOR,
    **DATED_BY_ITS_WORDS,
    **DATED_BY_ITS_ISSUE,
    **DATED_BY_ITS_SOURCE,
    **DATE_IN_WORDS,
    **OF_WHAT_IT_TELLS,
    **NOT_YET,
    **INAUGURATED_BEFORE,
}

# The evidence says whose sentence it is of, or the year in which it truly was; the claim has what the source says.
YEARS_OF_OTHERS: Final = {
    "luna26-plan-2024": {"2025"},  # In `luna27-plan-2025`, which the evidence has too.
    "err-adamforga": {"2025"},
    "err-li-2023": {"2024"},
}
# The page's date is no word on the signing that it shows.
INFERRED: Final = {"err-cnes-photo": ("stated", {"inferred"})}

# Found in stored pages after the evidence was written; and an address that is none.
ADDRESSES: Final = {
    "installsat-li-it": (None, {"https://installsat.tv/it/stattia/liechtenstein-joins-artemis-accords"}),
    "ds-ce7-prize-note": (
        "https://github.com/ (repository not named by the index; find_string id 62551025438)",
        set[str](),
    ),
}
# One name for each publisher.
PUBLISHERS: Final = {
    "eir-glonass-2022": ("EIR", {"EIR News"}),
    "installsat-li-it": ("unnamed page", {"installsat.tv"}),
    "urdupoint-glonass-2021": ("UrduPoint/Sputnik", {"UrduPoint / Sputnik"}),
}
# The dates of a page and of an address that cannot be: both tell of what came later. They are estimated instead.
ISSUED: Final[Dates] = {
    "cnes-photo": ("2022-05-30", set[str]()),
    "southmid-kr": ("2021-02-28", set[str]()),
}

# Estimates that cannot be, as these pages report what happened later; estimates where the evidence has none; and those
# that are more exact.
ESTIMATES: Final[Dates] = {
    "adamforga-5yr": ("2025-10-22", {"2025-11-20"}),
    "aviationweek-2023-azerbaijan": ("2022-12", {"2023-10"}),
    "dayfr-ilrs": ("2020", set[str]()),
    "gagadget-lv": (None, {"2025-11"}),
    "gh-54618063555": (None, {"2026-05-26"}),
    "gh-60898527355": (None, {"2026-05-04"}),
    "installsat-lv-fr": ("2025-05", {"2025-10-31"}),
    "iriss-is": ("2023-10-10", {"2023-11"}),
    "payload-th": (None, {"2024-11"}),
    "rambler-tass-2024-05-28a": ("2022-11-25", {"2024-05-28"}),
    "turkiyetoday-5226": ("2020-02", set[str]()),
    "wiki-ost-2020": ("2020", {"2020-06"}),
    "wiki-ost-2024": ("2024", {"2024-03"}),
    "wiki-ost-2025": ("2025", {"2025-05"}),
}
# What each of these rests on; the last date in a text may be one that was still to come.
BASES: Final[Dates] = {
    "adamforga-5yr": (
        "latest event it reports",
        {"it rewrites the NASA text that another copy dates to 20 November 2025"},
    ),
    "africanews-space-sa": ("latest event it reports", {"the latest date that it gives, for what was then still due"}),
    "aviationweek-2023-azerbaijan": ("latest event it reports", {"the signing by Azerbaijan that it reports"}),
    "dayfr-ilrs": ("latest event it reports", set[str]()),
    "gagadget-lv": (
        None,
        {"it tells of October 2025 as past and expects the end of the shutdown of the US government"},
    ),
    "gh-54618063555": (None, {"the day on which its entries were last verified"}),
    "gh-60898527355": (None, {"the last entry of the digest"}),
    "iriss-is": (
        "latest event it reports",
        {
            "it reports Iceland's signature of 10 October 2023, "
            "which nobody is known to have published before 1 November 2023"
        },
    ),
    "payload-th": (None, {"it expects the signing of 16 December 2024 and counts 'almost four dozen' signatories"}),
    "rambler-tass-2024-05-28a": ("latest event it reports", {"the ratification of 28 May 2024 that it reports"}),
    "turkiyetoday-5226": ("latest event it reports", set[str]()),
    "wiki-ost-2020": ("slug given when read", {"the state of the text, June 2020"}),
    "wiki-ost-2024": ("slug given when read", {"the state of the text, March 2024"}),
    "wiki-ost-2025": ("slug given when read", {"the state of the text, May 2025"}),
}

# The evidence names no outlet and has another kind than `reprint`; the page itself says whose text it is.
FURTHER_REPRINTS: Final = {
    "adamforga-5yr": "NASA",
    "africaflying-ce8": "SpaceNews",
    "ampravda-2021": "TASS",
    "azertag-crewed": "Xinhua",
    "babalu-cuba-2024": "Diálogo Américas",
    "bastille-cgtn-2025-04": "CGTN",
    "bs-egypt-bahrain-2024": "South China Morning Post",
    "copernical-ce7": "SpaceDaily",
    "daily8-ce8": "Xinhua and RTHK",
    "danfe-roadmap-2021": "Global Times",
    "defzone-mbrsc": "German Wikipedia",
    "dhakatribune-reactor-2025": "Reuters",
    "ds-moonlanding-csv": "Wikipedia",
    "elhayaa-nz": "Space.com",
    "gadgetonus-2023": "Ferra",
    "gagadget-lv": "Space.com",
    "globalsecurity-ru-network": "GlobalSecurity.org",
    "handwiki-peregrine": "Wikipedia",
    "inkl-rfi-senegal": "RFI",
    "installsat-li-it": "SpaceNews",
    "installsat-lv-fr": "SpaceNews",
    "iwiki-apsco": "English Wikipedia",
    "khabarasia-ilrs-2024": "CGTN",
    "kiwix-roscosmos": "English Wikipedia",
    "livemint-slim": "AFP",
    "mailru-2025": "Izvestia",
    "mailru-luna28-2025": "Komsomolskaya Pravda and TASS",
    "menafn-azernews-2023-10-10": "AzerNews",
    "nasafeed-2026-08-22": "NASA",
    "natherald-ce6": "Xinhua",
    "nexusnews-clps": "SpaceNews",
    "ng-interfax-2025-05-08": "Interfax",
    "oedigital-reactor-2025": "Reuters",
    "people-2024-09-05": "Xinhua",
    "people-dsel-2022": "Xinhua",
    "people-en-2021-06-17": "Xinhua",
    "planetary-cnsa": "The Planetary Society",
    "pledgetimes-2023": "TASS",
    "protothema-mou-2025": "Proto Thema",
    "rambler-tass-2024-05-28a": "TASS",
    "rambler-tass-2024-05-28b": "TASS",
    "socialbites-2023": "TASS",
    "sst-antarctica-2023": "The Times",
    "stackexchange-ce5": "Space Exploration Stack Exchange",
    "straits-reactor-2024": "Reuters",
    "straitstimes-reuters-2023-10-26": "Reuters",
    "urdupoint-glonass-2021": "Sputnik",
    "urdupoint-sputnik-2021-08-30": "Sputnik",
    "vz-2026": "Vzglyad and RIA Novosti",
    "wam-antarctica-2023": "Reuters",
    "warsawpoint-2021-10-26": "PAP",
    "wiki-ost-2024": "English Wikipedia",
    "wiki-ost-2025": "English Wikipedia",
    "wikicopy-ce7": "Wikipedia",
    "wikimili-aa": "English Wikipedia",
    "wikisum-sdsn": "English Wikipedia",
    "xalqqazeti-cgtn-2023-10": "CGTN",
    "yomiuri-antarctica-2023": "Reuters",
    "yomiuri-luna25": "Reuters",
}
