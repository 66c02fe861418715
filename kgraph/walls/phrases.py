"""The words of walls: what bot challenges, refusals, log-ins, consent forms and “not found” pages are titled.

Data only; the room's `wall_of` says how a title is compared with it.
"""

from typing import Literal

WallKind = Literal["challenge", "denied", "login", "consent", "missing", "error", "placeholder"]
"""What stands in front of the source. `missing` says it is not there; `placeholder` says nothing."""

# One a line. Phrases nobody gives an article of their own: a title that starts or ends with one is refused.
PHRASES: dict[WallKind, str] = {
    "challenge": """
        just a moment
        attention required
        one more step
        checking your browser
        checking your browser before
        please wait while we verify
        please wait... | cloudflare
        verify you are human
        verifying you are human
        verify that you are human
        are you a robot
        are you human
        robot check
        bot verification
        human verification
        security verification
        security check required
        ddos-guard
        ddos protection by
        enable javascript and cookies to continue
        please enable javascript and cookies
        please enable cookies
        pardon our interruption
        vercel security checkpoint
        un instant
        un momento…
        einen moment…
        nur einen moment
        bitte warten…
        bist du ein mensch
        un momento, por favor
        um momento
        even geduld
        ett ögonblick
        cierpliwości
        подождите…
        один момент
        проверка браузера
        вы не робот
        bir dakika lütfen
        しばらくお待ちください
        请稍候
        請稍候
        잠시만 기다리십시오
        لحظة من فضلك
        """,
    "denied": """
        access denied
        access to this page has been denied
        access to this site has been denied
        403 forbidden
        403 - forbidden
        error 403
        http 403
        401 unauthorized
        429 too many requests
        too many requests
        request blocked
        request rejected
        you have been blocked
        sorry, you have been blocked
        you are blocked
        your ip has been blocked
        451 unavailable for legal reasons
        unavailable for legal reasons
        not available in your region
        not available in your country
        zugriff verweigert
        zugriff nicht gestattet
        accès refusé
        accès interdit
        acceso denegado
        accesso negato
        acesso negado
        toegang geweigerd
        dostęp zabroniony
        odmowa dostępu
        доступ запрещен
        доступ запрещён
        доступ ограничен
        доступ заборонено
        erişim engellendi
        åtkomst nekad
        adgang nægtet
        ingen tilgang
        pääsy estetty
        přístup odepřen
        アクセスが拒否されました
        アクセス拒否
        拒绝访问
        访问被拒绝
        存取遭拒
        액세스 거부
        تم رفض الوصول
        """,
    "login": """
        log in or sign up
        login or sign up
        sign in or create
        log in to continue
        login required
        sign in to continue
        sign in to your account
        log in to your account
        you must log in
        sign in - google accounts
        anmelden oder registrieren
        inicia sesión o regístrate
        connectez-vous ou inscrivez-vous
        """,
    "consent": """
        before you continue to
        before you continue
        we value your privacy
        your privacy choices
        cookie consent
        cookies consent
        manage your cookie preferences
        bevor sie fortfahren
        bevor du zu
        avant de continuer
        avant d'accéder à
        antes de continuar
        antes de ir a
        prima di continuare
        voordat je verdergaat
        zanim przejdziesz
        прежде чем перейти
        devam etmeden önce
        """,
    "missing": """
        page not found
        page cannot be found
        page can't be found
        page could not be found
        page does not exist
        page doesn't exist
        page no longer exists
        page no longer available
        page isn't available
        page is not available
        this page isn't available
        sorry, this page isn't available
        file not found
        article not found
        content not found
        404 not found
        404 - not found
        404 error
        error 404
        error 404 (not found)
        http 404
        410 gone
        video unavailable
        site not found
        account suspended
        this domain is for sale
        domain for sale
        seite nicht gefunden
        seite wurde nicht gefunden
        seite konnte nicht gefunden werden
        page non trouvée
        page introuvable
        page non disponible
        cette page n'existe pas
        página no encontrada
        la página no existe
        no se encontró la página
        pagina non trovata
        página não encontrada
        pagina niet gevonden
        nie znaleziono strony
        strona nie istnieje
        strona nie została znaleziona
        страница не найдена
        сторінку не знайдено
        sayfa bulunamadı
        sidan hittades inte
        sidan kunde inte hittas
        siden blev ikke fundet
        siden ble ikke funnet
        sivua ei löytynyt
        stránka nenalezena
        stránka nebyla nalezena
        az oldal nem található
        pagina nu a fost găsită
        η σελίδα δεν βρέθηκε
        ページが見つかりません
        お探しのページは見つかりません
        页面不存在
        页面未找到
        找不到页面
        找不到網頁
        페이지를 찾을 수 없습니다
        الصفحة غير موجودة
        הדף לא נמצא
        पृष्ठ नहीं मिला
        """,
    "error": """
        500 internal server error
        error 500 (server error)
        error 502 (server error)
        error 503 (service unavailable)
        application error: a client-side exception has occurred
        internal server error
        502 bad gateway
        503 service unavailable
        503 service temporarily unavailable
        service unavailable
        504 gateway timeout
        504 gateway time-out
        site under maintenance
        down for maintenance
        """,
    "placeholder": """
        untitled document
        microsoft word -
        welcome to nginx
        apache2 ubuntu default page
        apache2 debian default page
        iis windows server
        """,
}

# Parted by semicolons. Words that real titles hold too: refused only as the whole title, or beside
# nothing but the site's name.
ALONE: dict[WallKind, str] = {
    "challenge": """
        security check; client challenge; sicherheitsprüfung; loading your page; please wait; human
        check
        """,
    "denied": """
        unauthorized; access restricted; 403; 401; 429; 451; not allowed; zabronione; запрещено; 禁止访问
        """,
    "login": """
        log in; login; log on; logon; sign in; signin; sign up; sign-in; log-in; login page;
        authentication required; anmelden; anmeldung; einloggen; connexion; se connecter; iniciar
        sesión; inicia sesión; accedi; entrar; iniciar sessão; inloggen; aanmelden; zaloguj się;
        logowanie; вход; войти; увійти; giriş yap; logga in; log ind; logg inn; kirjaudu; přihlášení;
        ログイン; 登录; 登入; 로그인; تسجيل الدخول; subscribe to read; subscribe to continue; subscription
        required; members only
        """,
    "consent": """
        cookie settings; cookie notice; cookie preferences; privacy settings; privacy preferences;
        datenschutzeinstellungen; cookie-einstellungen; paramètres des cookies; configuración de
        cookies; impostazioni dei cookie; cookie-instellingen; ustawienia plików cookie
        """,
    "missing": """
        not found; 404; 410; page missing; nothing found; no results; no results found; oops; 404 page;
        nicht gefunden; introuvable; non trouvé; no encontrado; no encontrada; non trovato; não
        encontrado; niet gevonden; nie znaleziono; не найдено; bulunamadı; hittades inte; ikke fundet;
        ei löytynyt; nenalezeno; 見つかりません;
        未找到; 찾을 수 없음; 404 页面; private video; deleted video; parked
        domain; domain parked
        """,
    "error": """
        500; 502; 503; 504; bad gateway; server error; application error; an error occurred; error page;
        something went wrong; unknown error; bad request; 400; wartungsarbeiten; en mantenimiento;
        manutenzione
        """,
    "placeholder": """
        untitled; no title; home; homepage; home page; index of /; startseite; accueil; inicio; início;
        loading; redirecting; undefined; null; blank page; new page; page title; test page; react app;
        vite app; my site; my website; default page; slide 1; powerpoint presentation; 无标题; 無題; ohne
        titel; sans titre; sin título; senza titolo; sem título; bez tytułu; без названия; главная
        """,
}

# Words an article may well be about (`CAPTCHA - Wikipedia`): refused the same way, but only where the
# page has next to nothing to read.
BARE: dict[WallKind, str] = {
    "challenge": """
        captcha; recaptcha; challenge; checking; vérification; verificación
        """,
    "denied": """
        forbidden; blocked; restricted; denied; verboten; interdit; prohibido; vietato; yasak
        """,
    "login": """
        join; register; authentication; single sign-on; sso; identification; acceso; giriş; subscribe;
        welcome
        """,
    "consent": """
        consent; cookies; cookie; cookie policy; einwilligung; zustimmung; consentement; consentimiento;
        consenso; toestemming; samtycke; gdpr
        """,
    "missing": """
        gone; deleted; removed
        """,
    "error": """
        error; fehler; erreur; ошибка; hata; エラー; maintenance; wartung
        """,
    "placeholder": """
        index; start; redirect; document; title; none; website; wordpress; pdf
        """,
}

# What the scripts of known guards leave in pages that hold nothing else to read.
GUARD_MARKS = (
    "captcha-delivery.com",
    "_incapsula_resource",
    "/cdn-cgi/challenge-platform/",
    "cf-chl-",
    "px-captcha",
    "perimeterx",
    "awswafcookiedomainlist",
    "geo.captcha",
    "ddos-guard",
    "/_sec/cp_challenge/",
    "g-recaptcha",
    "h-captcha",
)
