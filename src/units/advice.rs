//! What to write instead of symbols and words for units that are usual elsewhere.

const EXCHANGE: &str = "money is in USD, KZT, CNY, VND or EUR, all of the base year";

/// Symbols, and what to write instead.
#[rustfmt::skip]
const ADVICE: &[(&[&str], &str)] = &[
    (&["RUB", "JPY", "KRW", "GBP", "£", "₽"], EXCHANGE),
    (&["RMB", "¥"], "write CNY"),
    (&["€"], "write EUR"),
    (&["₫"], "write VND"),
    (&["₸"], "write KZT"),
    (&["dollar", "dollars", "$", "US$"], "write USD"),
    (&["ton", "tons", "tonne", "tonnes", "mt", "T"], "write t (1000 kg)"),
    (&["lb", "lbs"], "write kg; 1 lb is 0.4536 kg"),
    (&["y", "a"], "write yr"),
    (&["hr", "hrs", "H"], "write h"),
    (&["sec", "secs"], "write s"),
    (&["M"], "write mo for months, Mt for a million tonnes, MUSD for a million USD"),
    (&["W", "kW", "MW", "GW"], "capacity is energy per time, such as GWh/yr"),
    (&["TEU"], "write FEU; 2 TEU are 1 FEU"),
    (&["mi", "mile", "miles"], "write km; 1 mile is 1.609 km"),
    (&["kunit", "Munit"], "write the number in full, in unit"),
    (&["percent", "pct"], "write %"),
    (&["kWt", "MWt", "GWt", "kwt"], "energy is in kWh, MWh or GWh, capacity is energy per time, such as GWh/yr"),
    (&["ktpa"], "write kt/yr"),
    (&["tpa"], "write t/yr"),
    (&["Mtpa", "mtpa"], "write Mt/yr"),
    (&["k", "thousand", "тыс", "nghìn"], "a thousand USD is 1 kUSD, a thousand t are 1 kt"),
    (&["mln", "million", "bn", "billion", "млн", "млрд", "triệu", "tỷ"], "a million USD is 1 MUSD, a thousand millions are 1 GUSD"),
    (&["pcs", "piece", "pieces"], "write unit"),
    (&["car", "cars", "EV", "EVs"], "write vehicle"),
    // In Russian, Kazakh and Vietnamese.
    (&["т", "тонн", "тонна", "тонны", "tấn"], "write t"),
    (&["кг"], "write kg"),
    (&["кт"], "write kt"),
    (&["Мт"], "write Mt"),
    (&["г"], "write yr for years, g for grams"),
    (&["год", "года", "лет", "жыл", "năm"], "write yr"),
    (&["день", "дня", "дней", "дн", "сут", "сутки", "күн", "ngày"], "write d"),
    (&["нед", "неделя", "недели", "недель", "апта", "tuần"], "write wk"),
    (&["мес", "месяц", "месяца", "месяцев", "ай", "tháng"], "write mo"),
    (&["ч", "час", "часа", "часов", "сағат", "giờ"], "write h"),
    (&["мин"], "write min"),
    (&["кВтч", "кВт", "квтч"], "write kWh"),
    (&["МВтч", "МВт"], "write MWh"),
    (&["ГВтч", "ГВт"], "write GWh"),
    (&["км"], "write km"),
    (&["тг", "тенге", "теңге"], "write KZT"),
    (&["долл", "доллар", "долларов"], "write USD"),
    (&["юань", "юаней"], "write CNY"),
    (&["донг", "đồng", "đ"], "write VND"),
    (&["евро"], "write EUR"),
    (&["руб", "рубль", "рублей"], EXCHANGE),
    (&["шт", "штук", "дана", "cái", "chiếc"], "write unit"),
    (&["авто", "машин", "xe"], "write vehicle"),
    (&["контейнер", "контейнеров", "ДФЭ", "ФЕУ"], "containers are counted in FEU"),
    (&["shipment", "shipments", "container", "containers"], "containers are counted in FEU"),
];

/// What to write instead of a symbol, where that is known.
pub(super) fn advice(symbol: &str) -> Option<&'static str> {
    ADVICE
        .iter()
        .find(|(symbols, _)| symbols.contains(&symbol))
        .map(|(_, advice)| *advice)
}
