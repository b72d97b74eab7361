# Svenska.

## Dagar och tider
weekday-short = { $day ->
    [1] må
    [2] ti
    [3] on
    [4] to
    [5] fr
    [6] lö
   *[7] sö
}
month-and-year = { $month ->
    [1] januari
    [2] februari
    [3] mars
    [4] april
    [5] maj
    [6] juni
    [7] juli
    [8] augusti
    [9] september
    [10] oktober
    [11] november
   *[12] december
} { $year }
at-time = kl. { $time }
