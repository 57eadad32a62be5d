//! The messages: English, Russian, Vietnamese, Kazakh. What stands in braces is filled in.

use super::Texts;

/// Declares the messages, so that none can lack a language.
macro_rules! messages {
    ($($name:ident: $english:literal, $russian:literal, $vietnamese:literal, $kazakh:literal;)*) => {
        /// A message.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[allow(missing_docs, reason = "each is told by its English text below")]
        pub enum Word { $($name,)* }

        impl Word {
            /// All messages.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// Its texts in all languages.
            pub(super) const fn texts(self) -> Texts {
                match self {
                    $(Self::$name => [$english, $russian, $vietnamese, $kazakh],)*
                }
            }
        }
    };
}

#[rustfmt::skip]
messages! {
    // The frame of the page.
    Skip: "Skip to the results", "Перейти к результатам", "Chuyển đến kết quả", "Нәтижелерге өту";
    Contents: "Contents", "Содержание", "Mục lục", "Мазмұны";
    ReportOf: "Results of a Monte Carlo simulation", "Результаты моделирования методом Монте-Карло", "Kết quả mô phỏng Monte Carlo", "Монте-Карло әдісімен модельдеу нәтижелері";
    Numbers: "The numbers behind this", "Числа к этому рисунку", "Số liệu đằng sau hình này", "Осының негізіндегі сандар";
    RowsOf: "{shown} of {all} rows are shown; {file} has all of them.", "Показано строк: {shown} из {all}; все строки — в {file}.", "Hiển thị {shown} trong {all} dòng; {file} có tất cả.", "{all} жолдың {shown} көрсетілген; барлығы {file} файлында.";
    Scrolls: "table, scrolls sideways", "таблица, прокручивается вбок", "bảng, cuộn ngang", "кесте, көлденең жылжиды";
    MadeBy: "Made by lichain {version} from the files of a finished run. This page loads nothing and runs no script.", "Создано программой lichain {version} по файлам завершённого расчёта. Страница ничего не загружает и не выполняет скриптов.", "Được lichain {version} tạo từ các tệp của một lần chạy đã xong. Trang này không tải gì và không chạy mã lệnh nào.", "lichain {version} аяқталған есептің файлдарынан жасады. Бұл бет ештеңе жүктемейді және скрипт орындамайды.";
    Kept: "Comparisons, distributions and what matters are of the first {k} of {n} trials; more were not kept whole. Means, quantiles, months and money are of all.", "Сравнения, разбросы и влияние параметров — по первым {k} из {n} испытаний: больше целиком не сохранялось. Средние, квантили, месяцы и деньги — по всем.", "So sánh, phân tán và mức ảnh hưởng tính theo {k} lần thử đầu trong {n}; số còn lại không được giữ nguyên vẹn. Trung bình, phân vị, tháng và tiền tính theo tất cả.", "Салыстырулар, шашырау және параметрлер әсері {n} сынақтың алғашқы {k} бөлігі бойынша: қалғандары толық сақталмаған. Орташалар, квантильдер, айлар мен ақша — барлығы бойынша.";
    Edited: "trials.csv has been changed since the run: this page tells of the changed file.", "trials.csv изменён после расчёта: страница рассказывает об изменённом файле.", "trials.csv đã bị thay đổi sau khi chạy: trang này nói về tệp đã thay đổi.", "trials.csv есептен кейін өзгертілген: бұл бет өзгертілген файл туралы айтады.";

    // What was run.
    WhatWasRun: "What was run", "Что рассчитано", "Đã chạy những gì", "Не есептелді";
    Scenario: "Scenario", "Сценарий", "Kịch bản", "Сценарий";
    Trials: "Trials of each variant", "Испытаний на вариант", "Số lần thử mỗi phương án", "Әр нұсқадағы сынақ саны";
    Seed: "Seed", "Начальное число", "Hạt giống ngẫu nhiên", "Бастапқы сан";
    Sampling: "Parameters drawn", "Розыгрыш параметров", "Cách rút tham số", "Параметрлерді таңдау";
    Plain: "each trial by itself", "каждое испытание отдельно", "từng lần thử riêng biệt", "әр сынақ бөлек";
    ByDesign: "by design ({design})", "по плану ({design})", "theo thiết kế ({design})", "жоспар бойынша ({design})";
    Started: "Run on", "Дата расчёта", "Thời điểm chạy", "Есептелген уақыты";
    Command: "Command", "Команда", "Lệnh", "Команда";
    InputFiles: "Files read", "Прочитанные файлы", "Các tệp đã đọc", "Оқылған файлдар";
    Variant: "Variant", "Вариант", "Phương án", "Нұсқа";
    Variants: "Variants", "Варианты", "Các phương án", "Нұсқалар";
    Reference: "the one the others are compared with", "с ним сравниваются остальные", "các phương án khác được so với nó", "қалғандары осымен салыстырылады";
    Meaning: "Meaning", "Смысл", "Ý nghĩa", "Мағынасы";

    // The verdict.
    Verdict: "Verdict", "Вывод", "Kết luận", "Қорытынды";
    ByCost: "Decided by: {measure}.", "Сравнение по показателю: {measure}.", "So sánh theo: {measure}.", "Салыстыру көрсеткіші: {measure}.";
    Cheaper: "{a} is cheaper than {b} by {x}.", "{a} дешевле, чем {b}, на {x}.", "{a} rẻ hơn {b}: {x}.", "{a} нұсқасы {b} нұсқасынан {x} арзан.";
    Dearer: "{a} is dearer than {b} by {x}.", "{a} дороже, чем {b}, на {x}.", "{a} đắt hơn {b}: {x}.", "{a} нұсқасы {b} нұсқасынан {x} қымбат.";
    Unsettled: "Between {a} and {b} no difference shows beyond chance: {x}.", "Между {a} и {b} различие не выходит за пределы случайного: {x}.", "Giữa {a} và {b} chưa thấy khác biệt vượt quá ngẫu nhiên: {x}.", "{a} мен {b} арасындағы айырма кездейсоқтықтан аспайды: {x}.";
    NoInterval: "{a} less {b} is {x}; so few trials give no interval.", "{a} минус {b}: {x}; при таком числе испытаний интервала нет.", "{a} trừ {b}: {x}; số lần thử quá ít để có khoảng tin cậy.", "{a} минус {b}: {x}; сынақ саны аз, аралық жоқ.";
    Alike: "{a} and {b} come to the same in every trial.", "{a} и {b} дают одно и то же в каждом испытании.", "{a} và {b} cho kết quả như nhau trong mọi lần thử.", "{a} мен {b} әр сынақта бірдей нәтиже береді.";
    Ties: "In {p} the two are alike.", "В {p} они одинаковы.", "Trong {p} hai phương án như nhau.", "{p} бөлігінде екеуі бірдей.";
    WinsNever: "{a} wins in none of {n} trials.", "{a} не выигрывает ни в одном из испытаний ({n}).", "{a} không thắng lần nào trong {n} lần thử.", "{a} {n} сынақтың бірде-бірінде ұтпайды.";
    WinsAlways: "{a} wins in all {n} trials.", "{a} выигрывает во всех испытаниях ({n}).", "{a} thắng trong cả {n} lần thử.", "{a} барлық {n} сынақта ұтады.";
    Wins: "{a} wins in {p} of {n} trials.", "{a} выигрывает в {p} испытаний (всего {n}).", "{a} thắng trong {p} của {n} lần thử.", "{a} {n} сынақтың {p} бөлігінде ұтады.";
    OnlyOne: "{a}: {measure} is {x}.", "{a}: {measure} — {x}.", "{a}: {measure} là {x}.", "{a}: {measure} — {x}.";
    HowSure: "Differences are taken trial by trial, as trial k of every variant shares its luck. ± is half of an interval that holds for all pairs together with 95 %.", "Разности берутся по каждому испытанию: у испытания k во всех вариантах одни и те же случайности. ± — половина интервала, верного для всех пар вместе с вероятностью 95 %.", "Chênh lệch được tính theo từng lần thử: lần thử k của mọi phương án gặp cùng may rủi. ± là nửa khoảng tin cậy đúng cho mọi cặp cùng lúc với xác suất 95 %.", "Айырмалар әр сынақ бойынша алынады: k-сынақтың кездейсоқтығы барлық нұсқада ортақ. ± — барлық жұп үшін бірге 95 % ықтималдықпен орындалатын аралықтың жартысы.";
    BestIn: "{a} is best in expectation with probability {p}, once the parameters are known.", "{a}: вероятность {p} оказаться лучшим в среднем, когда параметры станут известны.", "{a} tốt nhất theo kỳ vọng với xác suất {p} khi đã biết các tham số.", "{a}: параметрлер белгілі болғанда орта есеппен ең үздік болу ықтималдығы {p}.";
    ParametersMove: "In {a} it moves most with {names}.", "В {a} сильнее всего его меняют: {names}.", "Trong {a}, yếu tố tác động mạnh nhất: {names}.", "{a} нұсқасында оны ең көп өзгертетіндер: {names}.";

    // Key figures.
    KeyFigures: "Key figures", "Главные показатели", "Số liệu chính", "Негізгі көрсеткіштер";
    Measure: "Measure", "Показатель", "Chỉ tiêu", "Көрсеткіш";
    MeanOfTrials: "Mean over trials ± half of its 95 % interval; below it the range from the 5 % to the 95 % quantile over trials.", "Среднее по испытаниям ± половина его 95 %-го интервала; ниже — размах от 5 %-го до 95 %-го квантиля по испытаниям.", "Trung bình qua các lần thử ± nửa khoảng tin cậy 95 %; bên dưới là khoảng từ phân vị 5 % đến 95 % qua các lần thử.", "Сынақтар бойынша орташа ± 95 % аралығының жартысы; астында — 5 %-дан 95 %-ға дейінгі квантиль аралығы.";
    To: "{a} to {b}", "от {a} до {b}", "{a} đến {b}", "{a} – {b} аралығы";
    Unit: "Unit", "Единица", "Đơn vị", "Өлшем бірлігі";
    Mean: "Mean", "Среднее", "Trung bình", "Орташа";
    Median: "Median", "Медиана", "Trung vị", "Медиана";
    Interval: "95 % interval", "95 %-й интервал", "Khoảng tin cậy 95 %", "95 % аралығы";
    Quantile: "{p} quantile", "квантиль {p}", "Phân vị {p}", "{p} квантилі";

    // Differences.
    Differences: "Paired differences", "Парные разности", "Chênh lệch theo cặp", "Жұптық айырмалар";
    LessReference: "Each variant less {b}, trial by trial: mean and an interval that holds for all pairs together with 95 %. What does not touch the line at 0 is no chance.", "Каждый вариант минус {b}, по испытаниям: среднее и интервал, верный для всех пар вместе с вероятностью 95 %. Если отрезок не пересекает линию 0, разность не случайна.", "Mỗi phương án trừ {b}, theo từng lần thử: trung bình và khoảng đúng cho mọi cặp cùng lúc với xác suất 95 %. Đoạn nào không chạm đường 0 thì không phải do ngẫu nhiên.", "Әр нұсқадан {b} шегеріледі, сынақ сайын: орташасы және барлық жұп үшін бірге 95 % орындалатын аралық. 0 сызығына тимейтіні кездейсоқ емес.";
    Better: "better", "лучше", "tốt hơn", "жақсы";
    Worse: "worse", "хуже", "kém hơn", "нашар";
    TheSame: "the same", "одинаково", "như nhau", "бірдей";
    MayBeChance: "may be chance", "может быть случайностью", "có thể là ngẫu nhiên", "кездейсоқ болуы мүмкін";
    Difference: "Difference", "Разность", "Chênh lệch", "Айырма";
    Judgement: "Judgement", "Оценка", "Nhận định", "Баға";

    // Decision.
    Decision: "Which to choose", "Что выбрать", "Nên chọn phương án nào", "Қайсысын таңдау керек";
    DecisionWords: "Probability of being best in expectation once the parameters are known, expected regret, and how often it is best in a trial.", "Вероятность быть лучшим в среднем, когда параметры известны; ожидаемые потери от выбора; как часто он лучший в испытании.", "Xác suất là tốt nhất theo kỳ vọng khi đã biết tham số, mức hối tiếc kỳ vọng, và tần suất tốt nhất trong một lần thử.", "Параметрлер белгілі болғанда орташа есеппен үздік болу ықтималдығы, күтілетін өкініш және сынақта қаншалықты жиі үздік болатыны.";
    BestGiven: "Best in expectation", "Лучший в среднем", "Tốt nhất theo kỳ vọng", "Орташа есеппен үздік";
    Regret: "Expected regret", "Ожидаемые потери выбора", "Hối tiếc kỳ vọng", "Күтілетін өкініш";
    BestInTrial: "Best in a trial", "Лучший в испытании", "Tốt nhất trong lần thử", "Сынақта үздік";
    WorthKnowing: "What it is worth to know first", "Сколько стоит узнать заранее", "Giá trị của việc biết trước", "Алдын ала білудің құны";
    Everything: "all parameters", "все параметры", "mọi tham số", "барлық параметр";
    Parameter: "Parameter", "Параметр", "Tham số", "Параметр";
    Worth: "Worth", "Ценность", "Giá trị", "Құны";

    // Distributions.
    Distributions: "How far trials differ", "Разброс испытаний", "Mức phân tán giữa các lần thử", "Сынақтардың шашырауы";
    DistributionWords: "How many trials fall where; the stronger middle holds half of them. Dashed: median. Triangle: mean. The marks at the ends are the 5 % and 95 % quantiles.", "Сколько испытаний попадает куда; тёмная середина — половина из них. Пунктир — медиана, треугольник — среднее, отметки по краям — квантили 5 % и 95 %.", "Số lần thử rơi vào từng khoảng; phần giữa đậm hơn chứa một nửa. Nét đứt: trung vị. Tam giác: trung bình. Hai vạch ở đầu là phân vị 5 % và 95 %.", "Қай жерге қанша сынақ түседі; ортадағы қоюы — олардың жартысы. Үзік сызық — медиана, үшбұрыш — орташа, шеттердегі белгілер — 5 % және 95 % квантильдері.";
    Outside: "{p} of trials lie outside the chart.", "{p} испытаний лежат за пределами рисунка.", "{p} số lần thử nằm ngoài hình.", "Сынақтардың {p} суреттен тыс.";
    From: "From", "От", "Từ", "Бастап";
    UpTo: "Up to", "До", "Đến", "Дейін";

    // Costs.
    Categories: "What the cost is made of", "Из чего складывается стоимость", "Chi phí gồm những gì", "Құн неден құралады";
    ByCategory: "{measure} by kind of cost", "{measure}: по видам затрат", "{measure} theo loại chi phí", "{measure}: шығын түрлері бойынша";
    ByStage: "{measure} by site and route", "{measure}: по площадкам и маршрутам", "{measure} theo địa điểm và tuyến", "{measure}: орындар мен бағыттар бойынша";
    WaterfallWords: "Means over trials, added up from top to bottom; parts that take away are grey.", "Средние по испытаниям, складываются сверху вниз; уменьшающие части — серые.", "Trung bình qua các lần thử, cộng dồn từ trên xuống; phần làm giảm có màu xám.", "Сынақтар бойынша орташалар, жоғарыдан төмен қосылады; азайтатын бөліктер — сұр.";
    AxisCut: "The axes do not begin at 0: the first bar and the total are cut.", "Оси начинаются не с 0: первая полоса и итог показаны с разрывом.", "Trục không bắt đầu từ 0: thanh đầu và tổng bị cắt.", "Осьтер 0-ден басталмайды: бірінші жолақ пен жиынтық үзіп көрсетілген.";
    Total: "Total", "Всего", "Tổng", "Барлығы";
    OtherParts: "other ({n})", "прочее ({n})", "khác ({n})", "басқалары ({n})";
    Part: "Part", "Часть", "Phần", "Бөлік";

    // Money.
    Money: "Who gains and who pays", "Кто выигрывает и кто платит", "Ai được lợi và ai chi trả", "Кім ұтады, кім төлейді";
    MoneyWords: "What each party receives less what it pays in the years of the books, not discounted, mean over trials. What one pays another receives: the parties of a variant add up to 0.", "Что каждый участник получает за вычетом того, что платит, за годы учёта, без дисконтирования, среднее по испытаниям. Платёж одного — доход другого: сумма по участникам варианта равна 0.", "Khoản mỗi bên nhận trừ khoản chi trong các năm hạch toán, không chiết khấu, trung bình qua các lần thử. Bên này chi thì bên kia nhận: tổng các bên của một phương án bằng 0.", "Есеп жылдарында әр қатысушы алатыны минус төлейтіні, дисконтталмаған, сынақтар орташасы. Бірі төлегенін екіншісі алады: нұсқадағы қатысушылардың қосындысы 0-ге тең.";
    Party: "Party", "Участник", "Bên tham gia", "Қатысушы";

    // Time.
    OverTime: "Over time", "Во времени", "Theo thời gian", "Уақыт бойынша";
    FanWords: "Each month over trials: median, the band with half of the trials (25 % to 75 %) and the wide one with nine tenths (5 % to 95 %). Charts of one measure share their scale.", "Каждый месяц по испытаниям: медиана, полоса с половиной испытаний (25–75 %) и широкая с девятью десятыми (5–95 %). Рисунки одного показателя — в одном масштабе.", "Mỗi tháng qua các lần thử: trung vị, dải chứa một nửa số lần thử (25 % đến 75 %) và dải rộng chứa chín phần mười (5 % đến 95 %). Các hình của cùng một chỉ tiêu có chung thang đo.", "Әр ай сынақтар бойынша: медиана, сынақтардың жартысы (25–75 %) жатқан жолақ және оннан тоғызы (5–95 %) жатқан кең жолақ. Бір көрсеткіштің суреттері бір масштабта.";
    PerMonth: "{measure}, by month", "{measure}, по месяцам", "{measure}, theo tháng", "{measure}, ай сайын";
    Month: "Month", "Месяц", "Tháng", "Ай";
    OneFan: "The same in all variants, by month", "Одинаково для всех вариантов, по месяцам", "Như nhau trong mọi phương án, theo tháng", "Барлық нұсқада бірдей, ай сайын";
    AllVariants: "all variants alike", "одинаково для всех вариантов", "mọi phương án như nhau", "барлық нұсқада бірдей";

    // Sensitivity.
    Drivers: "What moves it", "Что на неё влияет", "Điều gì làm nó thay đổi", "Оған не әсер етеді";
    TornadoWords: "Mean of {measure} in the trials whose parameter is in its lowest tenth (circle) and in its highest tenth (square). The line in the middle is the mean of all.", "{measure}: среднее в испытаниях, где параметр в нижней десятой части (круг) и в верхней (квадрат). Линия посередине — среднее по всем.", "Trung bình của {measure} trong các lần thử có tham số ở một phần mười thấp nhất (hình tròn) và cao nhất (hình vuông). Đường giữa là trung bình chung.", "{measure}: параметр ең төменгі оннан бірде (дөңгелек) және ең жоғарғы оннан бірде (шаршы) болған сынақтардағы орташа. Ортадағы сызық — жалпы орташа.";
    Lowest: "in its lowest tenth", "в нижней десятой", "ở phần mười thấp nhất", "төменгі оннан бірде";
    Highest: "in its highest tenth", "в верхней десятой", "ở phần mười cao nhất", "жоғарғы оннан бірде";
    RankCorrelation: "Rank correlation", "Ранговая корреляция", "Tương quan hạng", "Рангтік корреляция";
    Foretold: "Parameters foretell at least {p} of its variance; the rest may be luck on the way.", "Параметры предсказывают не менее {p} дисперсии; остальное может быть случайностями в пути.", "Các tham số dự báo ít nhất {p} phương sai; phần còn lại có thể do may rủi dọc đường.", "Параметрлер дисперсияның кемінде {p} болжайды; қалғаны жолдағы кездейсоқтық болуы мүмкін.";
    BeyondChance: "beyond chance", "не случайно", "vượt quá ngẫu nhiên", "кездейсоқ емес";

    // The chain.
    Chain: "The chain", "Цепочка", "Chuỗi cung ứng", "Тізбек";
    ChainWords: "Sites and the routes between them; lines are as thick as the containers (FEU, 40 feet) that travel them, mean over trials. Numbers name the routes in the table.", "Площадки и маршруты между ними; толщина линий — по числу контейнеров (FEU, 40 футов), среднее по испытаниям. Номера — маршруты в таблице.", "Các địa điểm và tuyến giữa chúng; độ dày đường theo số container (FEU, 40 feet), trung bình qua các lần thử. Số chỉ tuyến trong bảng.", "Орындар мен олардың арасындағы бағыттар; сызық қалыңдығы — контейнер саны бойынша (FEU, 40 фут), сынақтар орташасы. Нөмірлер — кестедегі бағыттар.";
    NoChain: "These results do not hold the chain itself (chain.json): it cannot be drawn.", "В этих результатах нет самой цепочки (chain.json): нарисовать её нельзя.", "Kết quả này không chứa chuỗi cung ứng (chain.json): không thể vẽ.", "Бұл нәтижелерде тізбектің өзі жоқ (chain.json): оны салу мүмкін емес.";
    Routes: "Routes", "Маршруты", "Các tuyến", "Бағыттар";
    Route: "Route", "Маршрут", "Tuyến", "Бағыт";
    FromTo: "From → to", "Откуда → куда", "Từ → đến", "Қайдан → қайда";
    Carries: "Carries", "Везёт", "Chở", "Тасиды";
    Volume: "Volume", "Объём", "Khối lượng", "Көлемі";
    DoorToDoor: "Door to door", "От двери до двери", "Từ cửa đến cửa", "Есіктен есікке";
    Freight: "Freight", "Фрахт", "Cước vận chuyển", "Фрахт";
    By: "By way of", "Путь", "Đi qua", "Жолы";
    Makes: "makes {what}", "выпускает {what}", "sản xuất {what}", "шығарады: {what}";
    BoughtHere: "buys {what}", "покупает {what}", "mua {what}", "сатып алады: {what}";
    Map: "Map", "Карта", "Bản đồ", "Карта";
    MapWords: "Sites (circles) and what lies on the way (dots), at the coordinates of the scenario; the lines between them are straight. No coasts or borders are drawn.", "Площадки (круги) и точки пути по координатам сценария; линии между ними прямые. Берега и границы не нанесены.", "Địa điểm (vòng tròn) và các điểm trên đường theo tọa độ của kịch bản; đường nối là đường thẳng. Không vẽ bờ biển hay biên giới.", "Сценарий координаттары бойынша орындар (дөңгелек) және жолдағы нүктелер; араларындағы сызықтар түзу. Жағалау мен шекара салынбаған.";
    RestOfWorld: "outside", "остальной мир", "bên ngoài", "сыртқы әлем";
    Place: "Place", "Место", "Nơi", "Орны";
    Latitude: "Latitude [°N]", "Широта [° с. ш.]", "Vĩ độ [°B]", "Ендік [° с. е.]";
    Longitude: "Longitude [°E]", "Долгота [° в. д.]", "Kinh độ [°Đ]", "Бойлық [° ш. б.]";
    NoMap: "The scenario gives no coordinates (key place) of two sites or more, so there is no map: the diagram of the chain is a schematic.", "Сценарий не даёт координат (ключ place) хотя бы двух площадок, поэтому карты нет: рисунок цепочки — схема.", "Kịch bản không cho tọa độ (khóa place) của ít nhất hai địa điểm nên không có bản đồ: hình chuỗi chỉ là sơ đồ.", "Сценарийде кемінде екі орынның координаты (place кілті) жоқ, сондықтан карта жоқ: тізбек суреті — сұлба.";

    // Stress.
    Stress: "When something is down", "Когда что-то выходит из строя", "Khi có thứ ngừng hoạt động", "Бір нәрсе істен шыққанда";
    StressWords: "Demand left unserved because of it, in days of mean demand, mean over trials; the stronger the colour, the worse.", "Необслуженный из-за этого спрос, в днях среднего спроса, среднее по испытаниям; чем насыщеннее цвет, тем хуже.", "Nhu cầu không được đáp ứng vì nó, tính bằng ngày nhu cầu trung bình, trung bình qua các lần thử; màu càng mạnh càng xấu.", "Осының салдарынан қанағаттандырылмаған сұраныс, орташа сұраныс күндерімен, сынақтар орташасы; түсі неғұрлым қанық болса, соғұрлым нашар.";
    Hit: "What is down", "Что не работает", "Thứ ngừng hoạt động", "Не тоқтады";
    DaysDown: "{n} days down", "{n} дн. простоя", "ngừng {n} ngày", "{n} күн тоқтау";
    Unserved: "Unserved", "Не обслужено", "Không đáp ứng", "Қанағаттандырылмаған";
    Survives: "Survives (median)", "Выдерживает (медиана)", "Chịu được (trung vị)", "Төзеді (медиана)";
    Recovers: "Recovers (median)", "Восстанавливается (медиана)", "Phục hồi (trung vị)", "Қалпына келеді (медиана)";

    // The workbook.
    TabOverview: "Overview", "Обзор", "Tổng quan", "Шолу";
    TabCompare: "Compare", "Сравнение", "So sánh", "Салыстыру";
    TabDecision: "Decision", "Выбор", "Quyết định", "Таңдау";
    TabSpread: "Distributions", "Распределения", "Phân phối", "Үлестірімдер";
    TabCosts: "Costs", "Затраты", "Chi phí", "Шығындар";
    TabDrivers: "Sensitivity", "Чувствительность", "Độ nhạy", "Сезімталдық";
    TabMoney: "Money", "Деньги", "Dòng tiền", "Ақша";
    TabStress: "Stress", "Стресс-тест", "Kiểm tra sức chịu đựng", "Стресс-тест";
    TabAssumptions: "Assumptions", "Допущения", "Giả định", "Болжамдар";
    TabSummary: "Summary", "Сводка", "Tóm tắt", "Жиынтық";
    TabTimeline: "Timeline", "По месяцам", "Theo tháng", "Ай сайын";
    TabLedger: "Ledger", "Книга платежей", "Sổ cái", "Есеп кітабы";
    TabDictionary: "Dictionary", "Словарь", "Từ điển cột", "Сөздік";
    TabRun: "Run", "Расчёт", "Lần chạy", "Есептеу";
    WhereToLook: "Where to look", "Где что искать", "Xem ở đâu", "Қайдан қарау керек";
    WholeFile: "{file}, every row", "{file}, все строки", "{file}, mọi dòng", "{file}, барлық жолы";
    ByMonthAndYear: "Main measures by month: fan charts, and their numbers", "Главные показатели по месяцам: веерные диаграммы и их числа", "Các chỉ tiêu chính theo tháng: biểu đồ quạt và số liệu", "Негізгі көрсеткіштер ай сайын: желпуіш диаграммалар мен сандары";
    WhoPays: "Who received and who paid", "Кто получил и кто заплатил", "Ai nhận và ai trả", "Кім алды, кім төледі";
    ColumnsMean: "What every column means", "Что означает каждый столбец", "Ý nghĩa của từng cột", "Әр бағанның мағынасы";
    BookMadeBy: "Made by lichain {version} from the files of a finished run.", "Создано программой lichain {version} по файлам завершённого расчёта.", "Được lichain {version} tạo từ các tệp của một lần chạy đã xong.", "lichain {version} аяқталған есептің файлдарынан жасады.";
    BookEdited: "trials.csv has been changed since the run: this workbook tells of the changed file.", "trials.csv изменён после расчёта: книга рассказывает об изменённом файле.", "trials.csv đã bị thay đổi sau khi chạy: sổ tính này nói về tệp đã thay đổi.", "trials.csv есептен кейін өзгертілген: бұл кітап өзгертілген файл туралы айтады.";
    BookFigures: "Mean over trials with the ends of its 95 % interval. Every measure, with quantiles, is in {tab}.", "Среднее по испытаниям и границы его 95 %-го интервала. Все показатели с квантилями — на листе «{tab}».", "Trung bình qua các lần thử và hai đầu khoảng tin cậy 95 %. Mọi chỉ tiêu cùng phân vị ở trang tính {tab}.", "Сынақтар бойынша орташа және 95 % аралығының шектері. Квантильдерімен барлық көрсеткіш «{tab}» парағында.";
    BookLess: "Each variant less {b}, trial by trial: mean and an interval that holds for all pairs together with 95 %.", "Каждый вариант минус {b}, по испытаниям: среднее и интервал, верный для всех пар вместе с вероятностью 95 %.", "Mỗi phương án trừ {b}, theo từng lần thử: trung bình và khoảng đúng cho mọi cặp cùng lúc với xác suất 95 %.", "Әр нұсқадан {b} шегеріледі, сынақ сайын: орташасы және барлық жұп үшін бірге 95 % орындалатын аралық.";
    BookSpread: "Share of trials between two bounds; all variants in the same bins.", "Доля испытаний между двумя границами; для всех вариантов границы одни и те же.", "Tỷ lệ số lần thử giữa hai cận; mọi phương án dùng chung các khoảng.", "Екі шектің арасындағы сынақтар үлесі; барлық нұсқаның аралықтары бірдей.";
    BookFalls: "Means over trials, added up from left to right; parts that take away are grey.", "Средние по испытаниям, складываются слева направо; уменьшающие части — серые.", "Trung bình qua các lần thử, cộng dồn từ trái sang phải; phần làm giảm có màu xám.", "Сынақтар бойынша орташалар, солдан оңға қосылады; азайтатын бөліктер — сұр.";
    BookFans: "Each month over trials: median, the band with half of the trials (25 % to 75 %) and the wide one with nine tenths (5 % to 95 %). Every month is in {tab}.", "Каждый месяц по испытаниям: медиана, полоса с половиной испытаний (25–75 %) и широкая с девятью десятыми (5–95 %). Все месяцы — на листе «{tab}».", "Mỗi tháng qua các lần thử: trung vị, dải chứa một nửa số lần thử (25 % đến 75 %) và dải rộng chứa chín phần mười (5 % đến 95 %). Mọi tháng ở trang tính {tab}.", "Әр ай сынақтар бойынша: медиана, сынақтардың жартысы (25–75 %) жатқан жолақ және оннан тоғызы (5–95 %) жатқан кең жолақ. Барлық ай «{tab}» парағында.";
    BookDrivers: "Mean of {measure} in the trials whose parameter is in its lowest tenth and in its highest tenth, and how far that is from the mean of all.", "{measure}: среднее в испытаниях, где параметр в нижней и в верхней десятой части, и насколько оно отличается от среднего по всем.", "Trung bình của {measure} trong các lần thử có tham số ở một phần mười thấp nhất và cao nhất, và chênh lệch so với trung bình chung.", "{measure}: параметр ең төменгі және ең жоғарғы оннан бірде болған сынақтардағы орташа және оның жалпы орташадан айырмасы.";
    BookMoney: "Received less paid by each party, mean over trials, in real {unit}; what is below 0 is paid.", "Получено минус уплачено каждой стороной, среднее по испытаниям, в реальных {unit}; ниже 0 — уплачено.", "Thu trừ chi của từng bên, trung bình qua các lần thử, theo {unit} thực; dưới 0 là chi.", "Әр тараптың алғаны минус төлегені, сынақтар орташасы, нақты {unit}; 0-ден төмені — төленген.";
    BookStress: "Demand left unserved because of it, in days of mean demand, mean over trials.", "Необслуженный из-за этого спрос, в днях среднего спроса, среднее по испытаниям.", "Nhu cầu không được đáp ứng vì nó, tính bằng ngày nhu cầu trung bình, trung bình qua các lần thử.", "Осының салдарынан қанағаттандырылмаған сұраныс, орташа сұраныс күндерімен, сынақтар орташасы.";
    AllYears: "{variant}: all years", "{variant}: все годы", "{variant}: mọi năm", "{variant}: барлық жыл";
    ByYear: "{variant}: by year", "{variant}: по годам", "{variant}: theo năm", "{variant}: жыл сайын";
    Year: "Year", "Год", "Năm", "Жыл";
    PaidFor: "For what", "За что", "Khoản mục", "Не үшін";
    Lower: "95 % from", "95 % от", "95 % từ", "95 % бастап";
    Upper: "95 % to", "95 % до", "95 % đến", "95 % дейін";
    NameInFiles: "Name in the files", "Имя в файлах", "Tên trong các tệp", "Файлдардағы аты";
    Less: "Less", "Минус", "Trừ", "Минус";
    BetterInTrial: "Better in a trial (ties: half)", "Лучше в испытании (ничьи: половина)", "Tốt hơn trong lần thử (hòa: một nửa)", "Сынақта жақсырақ (тең болса: жартысы)";
    BreakEvens: "Where the choice turns", "Где выбор меняется", "Khi lựa chọn đổi chiều", "Таңдау қай жерде өзгереді";
    BestBelow: "Best below it", "Лучший ниже него", "Tốt nhất khi thấp hơn", "Одан төменде үздік";
    BestAbove: "Best above it", "Лучший выше него", "Tốt nhất khi cao hơn", "Одан жоғарыда үздік";
    Middle: "Middle", "Середина", "Điểm giữa", "Ортасы";
    ShareOfTrials: "Share of trials", "Доля испытаний", "Tỷ lệ số lần thử", "Сынақтар үлесі";
    Start: "Start of the bar", "Начало столбца", "Đáy cột", "Бағанның басы";
    Adds: "Adds", "Увеличивает", "Làm tăng", "Арттырады";
    TakesAway: "Takes away", "Уменьшает", "Làm giảm", "Азайтады";
    BelowZero: "{what}, below 0", "{what}, ниже 0", "{what}, dưới 0", "{what}, 0-ден төмен";
    ChangeLow: "Change in its lowest tenth", "Изменение в нижней десятой", "Thay đổi ở phần mười thấp nhất", "Төменгі оннан бірдегі өзгеріс";
    ChangeHigh: "Change in its highest tenth", "Изменение в верхней десятой", "Thay đổi ở phần mười cao nhất", "Жоғарғы оннан бірдегі өзгеріс";
    ChangeOf: "Change of the mean", "Изменение среднего", "Thay đổi của trung bình", "Орташаның өзгерісі";
    Band: "{a} to {b} (for the charts)", "{a} – {b} (для диаграмм)", "{a} đến {b} (cho biểu đồ)", "{a} – {b} (диаграммалар үшін)";
    UsedIn: "Used in", "Где используется", "Dùng ở", "Қолданылатын жері";
    Page: "Page {n} of {all}", "Страница {n} из {all}", "Trang {n} / {all}", "{all} беттің {n}-беті";

    // The rest.
    Tables: "More tables of these results", "Другие таблицы результатов", "Các bảng khác của kết quả", "Нәтижелердің басқа кестелері";
    Assumptions: "Assumptions and their sources", "Допущения и их источники", "Giả định và nguồn", "Болжамдар және олардың көздері";
    AssumptionWords: "Every input that names its source, as it is written in the scenario: {cited} cited, {assumed} assumptions, {unsaid} without a word on where they come from.", "Все входные величины с источником, как они записаны в сценарии: со ссылкой — {cited}, допущений — {assumed}, без указания источника — {unsaid}.", "Mọi đầu vào có nêu nguồn, đúng như viết trong kịch bản: {cited} có trích dẫn, {assumed} giả định, {unsaid} không nói nguồn.", "Көзі көрсетілген барлық кіріс, сценарийде жазылғандай: сілтемесі бар — {cited}, болжам — {assumed}, көзі айтылмаған — {unsaid}.";
    NoAssumptions: "These results do not hold the inputs of the scenario (chain.json); their sources as far as columns.csv has them:", "В этих результатах нет входных данных сценария (chain.json); источники, насколько они есть в columns.csv:", "Kết quả này không chứa đầu vào của kịch bản (chain.json); nguồn theo columns.csv:", "Бұл нәтижелерде сценарийдің кірістері жоқ (chain.json); columns.csv ішіндегі көздер:";
    Input: "Input", "Величина", "Đầu vào", "Кіріс";
    Value: "Value", "Значение", "Giá trị", "Мәні";
    Standing: "Standing", "Основание", "Cơ sở", "Негізі";
    Cited: "cited", "со ссылкой", "có trích dẫn", "сілтемесі бар";
    Assumed: "assumption", "допущение", "giả định", "болжам";
    Unsaid: "not said", "не указано", "không nêu", "айтылмаған";
    Source: "Source", "Источник", "Nguồn", "Дереккөз";
    Confidence: "Confidence", "Доверие", "Độ tin cậy", "Сенім";
    High: "high", "высокое", "cao", "жоғары";
    Medium: "medium", "среднее", "trung bình", "орташа";
    Low: "low", "низкое", "thấp", "төмен";
    Note: "Note", "Примечание", "Ghi chú", "Ескерту";
}
