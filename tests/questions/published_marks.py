"""Published tables of marks and what was computed from them independently, to hold our figures against.

MOODLE: a quiz of seven items and 25 attempts from the tests of Moodle's quiz statistics report
(github.com/moodle/moodle, mod/quiz/report/statistics/tests: fixtures/results00.csv, fixtures/qstats00.csv and
stats_from_steps_walkthrough_test.php), computed there in a spreadsheet.

SPREADSHEET: the example of Microsoft's reference of the functions SKEW and KURT, which use the same estimators.
"""

MOODLE_MARKS = """\
1,1,1,1,1,0,1
1,1,1,1,0.5,1,0
1,1,1,1,0.5,0,1
0,0,1,1,1,0,0
1,0,1,0,0,1,0.5
1,1,1,1,0.5,0,0.5
0,1,1,1,0.5,1,0.5
1,1,1,0,0.5,1,0.5
1,0,1,1,1,1,1
0,1,1,0,0.5,1,0.5
0.8,0,1,1,0.5,1,0.5
1,1,1,0,0.5,1,1
1,0,1,1,0.5,1,0.5
1,0,1,1,1,0,0.5
0,0,1,1,0,1,1
1,0,1,0,0.5,1,1
0.8,0,1,1,0.5,0,1
1,0,1,1,0,1,0.5
1,0,1,1,0.5,0,0.5
0,1,1,0,0.5,1,0
1,1,0.3333333,1,0.5,0,0.5
1,1,1,0,0.5,0,0.5
1,1,1,1,0,1,0.5
0,0,1,0,0.5,1,1
0,0,1,1,1,1,1
"""

MOODLE_ITEMS = {
    "facility": [0.704, 0.48, 0.973333332, 0.68, 0.52, 0.64, 0.62],
    "standard_deviation": [
        0.4513682901,
        0.5099019514,
        0.13333334,
        0.4760952286,
        0.3055050463,
        0.4898979486,
        0.331662479,
    ],
    "effective_weight": [
        21.2922742344,
        18.8979800309,
        4.443012573,
        18.9347251357,
        11.1450138688,
        9.8081339177,
        15.4788602394,
    ],
    "discrimination_index": [
        -7.0650767526,
        -28.8982125772,
        -9.1230674268,
        -22.6306444113,
        -17.6997047674,
        -45.3785178421,
        -5.6543166602,
    ],
    "discriminative_efficiency": [
        -9.4550536967,
        -36.7834118938,
        -21.6545012165,
        -31.4411395613,
        -21.1794802584,
        -56.9365974439,
        -6.5043742058,
    ],
}

MOODLE_QUIZ = {
    "median": 4.5,
    "mean": 4.617333332,
    "attempts": 25,
    "standard_deviation": 0.8117265554,
    "skewness": -0.092502502,
    "kurtosis": -0.7073968557,
    "cic": -87.2230935542,
    "error_ratio": 136.8294900795,
    "standard_error": 1.1106813066,
}

SPREADSHEET_VALUES = [3, 4, 5, 2, 3, 4, 5, 6, 4, 7]
SPREADSHEET_SKEW, SPREADSHEET_KURT = 0.359543071, -0.151799637
