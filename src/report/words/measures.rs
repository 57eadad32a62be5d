//! Names of measures and of kinds of cost.

use super::{Locale, Texts};

#[rustfmt::skip]
const MEASURES: &[(&str, Texts)] = &[
    ("delivered_cost", ["Cost to the automaker", "Стоимость для автозавода", "Chi phí đối với hãng xe", "Автозауытқа түсетін құн"]),
    ("chain_cost", ["Cost of the whole chain", "Стоимость всей цепочки", "Chi phí của cả chuỗi", "Бүкіл тізбектің құны"]),
    ("total_cost_usd", ["All costs", "Все затраты", "Tổng chi phí", "Барлық шығын"]),
    ("cost_per_day_usd", ["Costs per day", "Затраты в день", "Chi phí mỗi ngày", "Күндік шығын"]),
    ("fill_rate", ["Demand served on its day", "Спрос, обслуженный в срок", "Nhu cầu được đáp ứng đúng ngày", "Күнінде қанағаттандырылған сұраныс"]),
    ("days_short", ["Days with a shortage", "Дни с нехваткой", "Số ngày thiếu hàng", "Тапшылық болған күндер"]),
    ("ever_short", ["Probability of any shortage", "Вероятность нехватки", "Xác suất có thiếu hàng", "Тапшылық ықтималдығы"]),
    ("vehicles_not_built", ["Vehicles late or lost", "Автомобили с опозданием или потерянные", "Số xe trễ hoặc mất", "Кешіккен не жоғалған автокөліктер"]),
    ("vehicles_lost", ["Vehicles lost", "Потерянные автомобили", "Số xe mất", "Жоғалған автокөліктер"]),
    ("delivered_kwh", ["Cells delivered", "Поставлено ячеек", "Lượng cell đã giao", "Жеткізілген ұяшықтар"]),
    ("delivered_vehicles", ["Vehicles delivered", "Поставлено автомобилей", "Số xe đã giao", "Жеткізілген автокөліктер"]),
    ("chain_time_days", ["Time lithium spends in the chain", "Время лития в цепочке", "Thời gian lithi ở trong chuỗi", "Литийдің тізбекте болу уақыты"]),
    ("emissions_per_kwh", ["Emissions (CO2e) per kWh", "Выбросы (CO2-экв.) на кВт·ч", "Phát thải (CO2e) mỗi kWh", "Шығарындылар (CO2-экв.), кВт·сағ сайын"]),
    ("emissions", ["Emissions (CO2e)", "Выбросы (CO2-экв.)", "Phát thải (CO2e)", "Шығарындылар (CO2-экв.)"]),
    ("cash_usd", ["Received less paid", "Получено минус уплачено", "Thu trừ chi", "Алынғаны минус төленгені"]),
    ("npv_usd", ["Net present value", "Чистая приведённая стоимость", "Giá trị hiện tại ròng", "Таза келтірілген құн"]),
    ("loss", ["Probability of a loss", "Вероятность убытка", "Xác suất thua lỗ", "Шығынға ұшырау ықтималдығы"]),
    ("irr", ["Internal rate of return", "Внутренняя норма доходности", "Tỷ suất hoàn vốn nội bộ", "Ішкі табыстылық нормасы"]),
    ("payback_years", ["Payback time", "Срок окупаемости", "Thời gian hoàn vốn", "Өтелу мерзімі"]),
    ("door_to_door_days", ["Door to door", "От двери до двери", "Từ cửa đến cửa", "Есіктен есікке"]),
    ("usd_per_feu", ["Freight of a container", "Фрахт контейнера", "Cước một container", "Контейнер фрахты"]),
    ("feu", ["Containers", "Контейнеры", "Số container", "Контейнерлер"]),
    ("days_stopped", ["Days without an input", "Дни простоя без сырья", "Số ngày dừng vì thiếu đầu vào", "Шикізатсыз тоқтаған күндер"]),
    ("made", ["Made", "Выпущено", "Đã sản xuất", "Шығарылды"]),
    ("ratio", ["Ratio", "Отношение", "Tỷ số", "Қатынас"]),
    ("reaches", ["Probability of reaching the bound", "Вероятность достичь порога", "Xác suất đạt ngưỡng", "Шекке жету ықтималдығы"]),
    ("stock_value_usd", ["Value in stock and on the way", "Стоимость запасов и грузов в пути", "Giá trị tồn kho và đang vận chuyển", "Қордағы және жолдағы құн"]),
    ("lithium_in_chain_t", ["Lithium in the chain", "Литий в цепочке", "Lithi trong chuỗi", "Тізбектегі литий"]),
    ("cells_in_stock", ["Cells in stock", "Ячейки в запасе", "Cell trong kho", "Қордағы ұяшықтар"]),
    ("market_usd", ["Spent on markets", "Закупки на рынках", "Chi mua trên thị trường", "Нарықтағы сатып алу"]),
    ("queue_feu", ["Containers in queues", "Контейнеры в очередях", "Container đang chờ", "Кезектегі контейнерлер"]),
    ("index", ["Price index", "Ценовой индекс", "Chỉ số giá", "Баға индексі"]),
];

#[rustfmt::skip]
const CATEGORIES: &[(&str, Texts)] = &[
    ("capital", ["capital", "капитал", "vốn", "капитал"]),
    ("capex", ["capital expenditure", "капитальные затраты", "chi đầu tư", "күрделі шығындар"]),
    ("carrying", ["carrying of stocks", "содержание запасов", "giữ tồn kho", "қорды ұстау"]),
    ("conversion", ["conversion", "переработка", "gia công", "өңдеу"]),
    ("dangerous_goods", ["dangerous goods", "опасный груз", "hàng nguy hiểm", "қауіпті жүк"]),
    ("duty", ["duty", "пошлина", "thuế nhập khẩu", "кеден бажы"]),
    ("energy", ["energy", "энергия", "năng lượng", "энергия"]),
    ("freight", ["freight", "фрахт", "cước vận chuyển", "фрахт"]),
    ("insurance", ["insurance", "страхование", "bảo hiểm", "сақтандыру"]),
    ("lost", ["lost sales", "потерянные продажи", "mất doanh số", "жоғалған сату"]),
    ("market", ["bought on markets", "покупки на рынках", "mua trên thị trường", "нарықтан сатып алу"]),
    ("materials", ["materials", "материалы", "vật liệu", "материалдар"]),
    ("operating", ["operating", "эксплуатация", "vận hành", "пайдалану"]),
    ("purchase", ["purchase", "закупка", "mua hàng", "сатып алу"]),
    ("sales", ["sales to outlets", "продажи на сторону", "bán ra ngoài", "сыртқа сату"]),
    ("stock_change", ["change of stocks", "изменение запасов", "thay đổi tồn kho", "қордың өзгеруі"]),
    ("vat", ["value-added tax", "НДС", "thuế GTGT", "ҚҚС"]),
    ("holding", ["holding", "хранение", "lưu kho", "сақтау"]),
    ("backlog", ["backlog", "задолженность по заказам", "đơn hàng tồn đọng", "орындалмаған тапсырыс"]),
    ("order", ["orders", "заказы", "đặt hàng", "тапсырыстар"]),
    ("demurrage", ["demurrage", "простой", "phí lưu bãi", "тұрып қалу төлемі"]),
    ("royalty", ["royalty", "роялти", "phí tài nguyên", "роялти"]),
    ("carbon", ["carbon", "углерод", "carbon", "көміртек"]),
    ("tax", ["tax", "налог", "thuế", "салық"]),
    ("handling", ["handling", "перевалка", "bốc xếp", "тиеу-түсіру"]),
    ("take_or_pay", ["take or pay", "бери или плати", "trả dù không lấy", "ал не төле"]),
    ("compensation", ["compensation", "компенсация", "bồi thường", "өтемақы"]),
];

fn find(of: &[(&str, Texts)], name: &str, locale: Locale) -> Option<&'static str> {
    let found = of.iter().find(|(known, _)| *known == name);
    found.map(|(_, texts)| texts[locale as usize])
}

impl Locale {
    /// A measure in words; of what it is stands behind a colon, and what has no words keeps its name.
    #[must_use]
    pub fn measure(self, name: &str) -> String {
        if let Some((kind, of)) = name.split_once('@') {
            let kind = find(MEASURES, kind, self).unwrap_or(kind);
            return format!("{kind}: {of}");
        }
        if let Some((whole, part)) = name.split_once('.') {
            return format!("{}: {}", self.measure(whole), self.category(part));
        }
        find(MEASURES, name, self).unwrap_or(name).to_owned()
    }

    /// A kind of cost in words; one that a scenario invented keeps its name.
    #[must_use]
    pub fn category(self, name: &str) -> String {
        find(CATEGORIES, name, self)
            .unwrap_or(name)
            .replace('_', " ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_there_in_every_language_and_stands_once() {
        for table in [MEASURES, CATEGORIES] {
            for (at, (name, texts)) in table.iter().enumerate() {
                assert!(texts.iter().all(|text| !text.trim().is_empty()), "{name}");
                assert!(table[..at].iter().all(|(other, _)| other != name), "{name}");
            }
        }
    }

    #[test]
    fn measures_are_told_with_what_they_are_of() {
        let english = |name| Locale::En.measure(name);
        assert_eq!(english("loss@miner"), "Probability of a loss: miner");
        assert_eq!(
            english("delivered_cost.vat"),
            "Cost to the automaker: value-added tax"
        );
        assert_eq!(english("a_new_one"), "a_new_one");
        assert_eq!(Locale::Ru.category("freight"), "фрахт");
    }
}
