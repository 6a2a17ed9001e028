"""Invented files in the shape of every format that rights are read from."""

import json
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from openpyxl import Workbook
from PIL import Image

from tests.rights.importing import TIDY, tidy

GRANT = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE us-patent-grant SYSTEM "us-patent-grant-v45-2014-04-03.dtd" [ ]>
<us-patent-grant lang="EN" date-publ="20150106"><us-bibliographic-data-grant>
<publication-reference><document-id><country>US</country><doc-number>{number}</doc-number><kind>B2</kind>
<date>20150106</date></document-id></publication-reference>
<application-reference appl-type="{kind}"><document-id><country>US</country><doc-number>{application}</doc-number>
<date>20120531</date></document-id></application-reference>
<us-term-of-grant><us-term-extension>183</us-term-extension></us-term-of-grant>
<classifications-ipcr><classification-ipcr><section>B</section><class>22</class><subclass>D</subclass>
<main-group>11</main-group><subgroup>04</subgroup></classification-ipcr></classifications-ipcr>
<classification-locarno><edition>9</edition><main-classification>{locarno}</main-classification></classification-locarno>
<invention-title id="d0e1">Strand <i>casting</i> mould</invention-title>
<us-references-cited><us-citation><patcit num="00001"><document-id><country>US</country><doc-number>5923073</doc-number>
<kind>A</kind></document-id></patcit></us-citation></us-references-cited>
<us-parties><us-applicants><us-applicant sequence="001" app-type="applicant"><addressbook><last-name>Smith</last-name>
<first-name>Ann</first-name></addressbook></us-applicant></us-applicants><inventors><inventor sequence="001"><addressbook>
<last-name>Smith</last-name><first-name>Ann</first-name></addressbook></inventor></inventors></us-parties>
{assignee}
</us-bibliographic-data-grant><abstract id="abstract"><p>A mould for <b>strands</b>.</p></abstract>
<claims id="claims"><claim id="CLM-1"><claim-text>1. A mould &amp; its frame.</claim-text></claim></claims></us-patent-grant>
"""
ASSIGNEE = (
    "<assignees><assignee><addressbook><orgname>Anshan Casting Inc.</orgname></addressbook></assignee></assignees>"
)


def grant(number="08927386", application="13878453", kind="utility", locarno="0403", assignee=ASSIGNEE) -> str:
    return GRANT.format(number=number, application=application, kind=kind, locarno=locarno, assignee=assignee)


OLD_GRANT = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE PATDOC SYSTEM "ST32-US-Grant-025xml.dtd" [
<!ENTITY US06450000-D1.TIF SYSTEM "US06450000-D1.TIF" NDATA TIF>]>
<PATDOC DTD="2.4"><SDOBI><B100><B110><DNUM><PDAT>06450000</PDAT></DNUM></B110><B130><PDAT>B1</PDAT></B130>
<B140><DATE><PDAT>20020917</PDAT></DATE></B140></B100><B200><B210><DNUM><PDAT>09484331</PDAT></DNUM></B210>
<B220><DATE><PDAT>20000118</PDAT></DATE></B220></B200><B500><B510><B511><PDAT>B22D 1104</PDAT></B511></B510>
<B540><STEXT><PDAT>Casting of &alpha; alloys</PDAT></STEXT></B540><B560><B561><PCIT><DOC><DNUM><PDAT>5000000</PDAT></DNUM>
<KIND><PDAT>A</PDAT></KIND></DOC></PCIT></B561></B560></B500><B700><B720><B721><PARTY-US><NAM><FNM><PDAT>Bo</PDAT></FNM>
<SNM><STEXT><PDAT>Li</PDAT></STEXT></SNM></NAM></PARTY-US></B721></B720><B730><B731><PARTY-US><NAM><ONM><STEXT>
<PDAT>Old Foundry Corp.</PDAT></STEXT></ONM></NAM></PARTY-US></B731></B730></B700></SDOBI>
<SDOAB><BTEXT><PARA><PTEXT><PDAT>Alloys are cast.</PDAT></PTEXT></PARA></BTEXT></SDOAB>
<SDOCL><CL><CLM ID="CLM-1"><PARA><PTEXT><PDAT>1. Casting.</PDAT></PTEXT></PARA></CLM></CL></SDOCL></PATDOC>
"""
OLD_APPLICATION = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE patent-application-publication SYSTEM "pap-v15-2001-01-31.dtd" [
<!ENTITY US1.TIF SYSTEM "US1.TIF" NDATA TIF>]>
<patent-application-publication><subdoc-bibliographic-information><document-id><doc-number>20010000001</doc-number>
<kind-code>A1</kind-code><document-date>20010315</document-date></document-id><domestic-filing-data><application-number>
<doc-number>09725796</doc-number></application-number><filing-date>20001129</filing-date></domestic-filing-data>
<technical-information><classification-ipc><classification-ipc-primary><ipc>B22D011/04</ipc></classification-ipc-primary>
</classification-ipc><title-of-invention>Cooling a strand</title-of-invention></technical-information>
<inventors><first-named-inventor><name><given-name>Ann</given-name><middle-name>B.</middle-name>
<family-name>Smith</family-name></name></first-named-inventor></inventors></subdoc-bibliographic-information>
<subdoc-abstract><paragraph>A strand is cooled.</paragraph></subdoc-abstract>
<subdoc-claims><claim><paragraph>1. Cooling.</paragraph></claim></subdoc-claims></patent-application-publication>
"""


def em_mark(number="018900001", status="Registered", words="NORDGLUT", image="", extra="") -> str:
    spelled = f"<MarkVerbalElementText>{words}</MarkVerbalElementText>" if words else ""
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<Transaction xmlns="http://euipo.europa.eu/trademark/data"><TransactionHeader><SenderDetails>
<RequestProducerDateTime>2021-02-03T04:05:06</RequestProducerDateTime></SenderDetails></TransactionHeader>
<TradeMarkTransactionBody><TransactionContentDetails><TransactionData><TradeMarkDetails><TradeMark operationCode="Insert">
<RegistrationOfficeCode>EM</RegistrationOfficeCode><ApplicationNumber>{number}</ApplicationNumber>
<ApplicationDate>2020-04-08</ApplicationDate><RegistrationDate>2020-08-05</RegistrationDate>
<ExpiryDate>2030-04-08</ExpiryDate><MarkCurrentStatusCode status="1">{status}</MarkCurrentStatusCode>
<MarkCurrentStatusDate>2020-08-06</MarkCurrentStatusDate><MarkFeature>Figurative</MarkFeature>
<WordMarkSpecification>{spelled}</WordMarkSpecification>{image}<GoodsServicesDetails><GoodsServices><ClassDescriptionDetails>
<ClassDescription><ClassNumber>6</ClassNumber><GoodsServicesDescription languageCode="de">Stahl.</GoodsServicesDescription>
<GoodsServicesDescription languageCode="en">Steel; moulds.</GoodsServicesDescription></ClassDescription>
<ClassDescription><ClassNumber>40</ClassNumber><GoodsServicesDescription languageCode="de">Gießen.</GoodsServicesDescription>
</ClassDescription></ClassDescriptionDetails></GoodsServices></GoodsServicesDetails>
<PublicationDetails><Publication><PublicationDate>2020-04-27</PublicationDate></Publication></PublicationDetails>
<ApplicantDetails><ApplicantKey><Identifier>516219</Identifier></ApplicantKey></ApplicantDetails>{extra}
</TradeMark></TradeMarkDetails></TransactionData></TransactionContentDetails></TradeMarkTransactionBody></Transaction>
"""


IMAGE = (
    "<MarkImageDetails><MarkImage><MarkImageURI>file://018/900/018900001/1.PNG</MarkImageURI><MarkImageCategory>"
    "<CategoryCodeDetails><CategoryCode>24.07.01</CategoryCode></CategoryCodeDetails></MarkImageCategory></MarkImage>"
    "</MarkImageDetails>"
)
EM_DESIGN = """<?xml version="1.0" encoding="UTF-8"?>
<Transaction xmlns="http://euipo.europa.eu/design/data"><TransactionHeader><SenderDetails>
<RequestProducerDateTime>2017-07-28T04:40:45</RequestProducerDateTime></SenderDetails></TransactionHeader>
<DesignTransactionBody><TransactionContentDetails><TransactionData><DesignDetails><Design operationCode="Insert">
<DesignIdentifier>009900001-0002</DesignIdentifier><ApplicationDate>2008-12-24</ApplicationDate>
<RegistrationDate>2008-12-24</RegistrationDate><ExpiryDate>2013-12-24</ExpiryDate>
<DesignCurrentStatusCode>Design lapsed</DesignCurrentStatusCode><DesignCurrentStatusDate>2014-10-03</DesignCurrentStatusDate>
<IndicationProductDetails><IndicationProduct languageCode="de">Taschen</IndicationProduct>
<IndicationProduct languageCode="en">Bags</IndicationProduct></IndicationProductDetails>
<ClassDescriptionDetails><ClassDescription><ClassNumber>03.01</ClassNumber></ClassDescription></ClassDescriptionDetails>
</Design></DesignDetails></TransactionData></TransactionContentDetails></DesignTransactionBody></Transaction>
"""
TSDR = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<ns2:TrademarkTransaction xmlns:ns1="http://www.wipo.int/standards/XMLSchema/ST96/Common"
 xmlns:ns2="http://www.wipo.int/standards/XMLSchema/ST96/Trademark"><ns2:TrademarkTransactionBody><ns2:TransactionContentBag>
<ns2:TransactionData><ns2:TrademarkBag><ns2:Trademark><ns1:ApplicationNumber><ns1:IPOfficeCode>US</ns1:IPOfficeCode>
<ns1:ApplicationNumberText>78002298</ns1:ApplicationNumberText></ns1:ApplicationNumber>
<ns1:RegistrationNumber>2713475</ns1:RegistrationNumber><ns2:ApplicationDate>2000-04-03-04:00</ns2:ApplicationDate>
<ns1:RegistrationDate>2003-05-06</ns1:RegistrationDate><ns2:MarkCurrentStatusDate>2013-06-01</ns2:MarkCurrentStatusDate>
<ns2:MarkRepresentation><ns2:MarkReproduction><ns2:WordMarkSpecification>
<ns2:MarkVerbalElementText>EMBERCAST</ns2:MarkVerbalElementText></ns2:WordMarkSpecification></ns2:MarkReproduction>
<ns2:MarkDescriptionBag><ns2:NationalMarkDescription><ns2:MarkFeatureCode>4</ns2:MarkFeatureCode>
</ns2:NationalMarkDescription></ns2:MarkDescriptionBag></ns2:MarkRepresentation><ns2:GoodsServicesBag><ns2:GoodsServices>
<ns2:GoodsServicesClassificationBag><ns2:GoodsServicesClassification><ns2:ClassificationKindCode>Nice</ns2:ClassificationKindCode>
<ns2:ClassNumber>006</ns2:ClassNumber></ns2:GoodsServicesClassification></ns2:GoodsServicesClassificationBag>
<ns2:ClassDescriptionBag><ns2:ClassDescription><ns2:ClassNumber>006</ns2:ClassNumber>
<ns2:GoodsServicesDescriptionText>Cast steel</ns2:GoodsServicesDescriptionText></ns2:ClassDescription></ns2:ClassDescriptionBag>
</ns2:GoodsServices></ns2:GoodsServicesBag><ns2:PublicationBag><ns2:Publication>
<ns1:PublicationDate>2003-02-11</ns1:PublicationDate></ns2:Publication></ns2:PublicationBag><ns2:ApplicantBag>
<ns2:Applicant ns1:sequenceNumber="31"><ns1:NationalLegalEntityCode>3</ns1:NationalLegalEntityCode><ns1:Contact><ns1:Name>
<ns1:EntityName>Ember Holdings, Inc.</ns1:EntityName></ns1:Name></ns1:Contact></ns2:Applicant>
<ns2:Applicant ns1:sequenceNumber="30"><ns1:NationalLegalEntityCode>01</ns1:NationalLegalEntityCode><ns1:Contact><ns1:Name>
<ns1:PersonName><ns1:PersonFullName>Ann B. Smith</ns1:PersonFullName></ns1:PersonName></ns1:Name></ns1:Contact></ns2:Applicant>
</ns2:ApplicantBag><ns2:NationalTrademarkInformation>
<ns2:MarkCurrentStatusExternalDescriptionText>The registration has been renewed.</ns2:MarkCurrentStatusExternalDescriptionText>
<ns2:RenewalDate>2013-05-06</ns2:RenewalDate></ns2:NationalTrademarkInformation></ns2:Trademark></ns2:TrademarkBag>
</ns2:TransactionData></ns2:TransactionContentBag></ns2:TrademarkTransactionBody></ns2:TrademarkTransaction>
"""
TSDR_JSON = {
    "trademarks": [
        {
            "status": {
                "serialNumber": 97123400,
                "filingDate": "2021-11-13",
                "statusDate": "2023-03-22",
                "extStatusDesc": "Abandoned because the applicant failed to respond.",
                "markElement": "GLUTKERN",
                "markDrawingCd": "4",
                "usRegistrationNumber": "",
            },
            "parties": {
                "ownerGroups": {
                    "10": [{"name": "Ember Labs, LLC", "entityType": {"code": 16}}],
                    "11": [{"name": "Glut, Inc.", "entityType": {"code": 3}}],
                }
            },
            "gsList": [{"description": "Steel", "internationalClasses": [{"code": "006"}]}],
            "publication": {"officialGazettes": []},
        }
    ]
}
OPS = """<?xml version="1.0" encoding="UTF-8"?><?xml-stylesheet type="text/xsl" href="x.xsl"?>
<ops:world-patent-data xmlns="http://www.epo.org/exchange" xmlns:ops="http://ops.epo.org"><exchange-documents>
<exchange-document system="ops.epo.org" country="EP" doc-number="2400800" kind="A1"><bibliographic-data><publication-reference>
<document-id document-id-type="docdb"><country>EP</country><doc-number>2400800</doc-number><kind>A1</kind><date>20111228</date>
</document-id></publication-reference><classifications-ipcr><classification-ipcr sequence="1">
<text>B22D  11/    04            A I                    </text></classification-ipcr></classifications-ipcr>
<application-reference><document-id document-id-type="docdb"><country>EP</country><doc-number>10167100</doc-number>
</document-id><document-id document-id-type="epodoc"><doc-number>EP20100167100</doc-number><date>20100624</date></document-id>
</application-reference><parties><applicants><applicant data-format="epodoc"><applicant-name><name>GLUT OY [FI]</name>
</applicant-name></applicant><applicant data-format="original"><applicant-name><name>Glut Oy, </name></applicant-name>
</applicant></applicants><inventors><inventor data-format="epodoc"><inventor-name><name>NIEMI JAAKKO [FI]</name></inventor-name>
</inventor></inventors></parties><invention-title lang="de">GIESSEN</invention-title>
<invention-title lang="en">CASTING</invention-title></bibliographic-data><abstract lang="en"><p>It casts.</p></abstract>
</exchange-document></exchange-documents></ops:world-patent-data>
"""
REGISTER = """<?xml version="1.0" encoding="utf-8"?><ns2:world-patent-data xmlns:ns2="http://ops.epo.org"
 xmlns:ns3="http://www.epo.org/register"><ns3:register-document date-produced="20251025"><ns3:ep-patent-statuses>
<ns3:ep-patent-status change-date="20191025" status-code="8">The patent has been granted</ns3:ep-patent-status>
<ns3:ep-patent-status change-date="20201002" status-code="7">No opposition filed within time limit</ns3:ep-patent-status>
</ns3:ep-patent-statuses><ns3:bibliographic-data><ns3:publication-reference><ns3:document-id><ns3:country>EP</ns3:country>
<ns3:doc-number>2400800</ns3:doc-number><ns3:kind>B1</ns3:kind><ns3:date>20191127</ns3:date></ns3:document-id>
</ns3:publication-reference><ns3:application-reference><ns3:document-id><ns3:country>EP</ns3:country>
<ns3:doc-number>10167100</ns3:doc-number><ns3:date>20100624</ns3:date></ns3:document-id></ns3:application-reference>
<ns3:parties><ns3:applicants><ns3:applicant><ns3:addressbook><ns3:name>Glut Oy</ns3:name></ns3:addressbook></ns3:applicant>
</ns3:applicants></ns3:parties><ns3:invention-title lang="en">CASTING</ns3:invention-title></ns3:bibliographic-data>
</ns3:register-document></ns2:world-patent-data>
"""
INDIAN = [
    "Serial No.,Patent Number,Application Number,Date of Application,Date of Priority,Title of Invention,Patentee Name,"
    "Date of Application Publication,Office,journal",
    '1,291162,10300/DELNP/2012,07/07/2011,07/07/2010,STRAND MOULD,"CASTING CO., LTD.,FORGE AG",05/09/2014,DELHI,'
    "01/2018 Dated 05/01/2018",
    "SNO,LOCATION,APPLICATIONNUMBER,FERDATE,ADDRESS,EMAIL,,nan,,10/2018 Dated 09/03/2018",
    "3,291163,201641017526,20/05/2016,,COOLING,FORGE AG,nan,CHENNAI,",
]
ABSTRACTS = [
    {"id": "CN85105156", "app_no": "85105156", "pub_no": "", "title": "铸造方法", "abstract": "浇铸。$＃!", "claim1": "",
     "ipc": ["B22D"], "cpc": [], "source": "A"},
    {"id": "CN107738040A", "app_no": "", "pub_no": "CN107738040A", "title": "焊接材料", "abstract": "焊料。",
     "claim1": "一种焊接材料。", "ipc": [], "cpc": ["G06F30/23"], "source": "D", "applicant": "镇江合金有限公司",
     "filing_date": "2017-10-18", "pub_date": "2018-02-27"},
]  # fmt: skip
TITLES = ["publication_numbers,title,ipc_subclasses", "CN111504366A|CN111504366B,一种计量方法,G01D|G01F"]
DESIGNS = [
    "pub_no,title,app_no,locarno,filing_date,grant_date,brief_description",
    "CN302478080S,灯(3),2012304319018,26-05,2012-09-07,2013-06-19,1.名称：灯(3)。",
]
TAIWAN = [
    "uuid,title_zh_hant,applicants,ipc_subclasses",
    "43028371-051f-44e3-83d3-5292427aa9bd,連鑄機,台灣鑄造股份有限公司;中華大學,B22D",
]
EM_CSV = [
    "application_number,application_date,registration_date,expiry_date,status,kind,feature,verbal_element,vienna_codes,"
    "nice_classes,goods_services_en",
    '018900001,2020-04-08,2020-08-05,2030-04-08,Registered,Individual,Figurative,NORDGLUT,24.07.01,6 40,"6: Steel; moulds. | 40: Casting."',
    "018900002,2020-04-09,1998-11-16,,Application opposed,Individual,Word,GLUT,,6,",
]
CORPUS = [
    {"id": "EP0049154B2", "app_no": "EP1981304493", "kind": "B2", "title": "Gas cleaning", "abstract": "It cleans. | 清洗。",
     "filing_date": "1981-09-29", "pub_date": "1995-02-15", "ipc": ["B08B5/00"], "ipc_primary": "B08B5/00",
     "assignees": ["CLEANING CORPORATION [IID: 00447600], 2320 WEST ROAD, US"], "family": [], "cites": []},
    {"id": "US7632400", "app_no": "US11/812462", "kind": "B2", "title": "Ozone", "abstract": "", "filing_date": "2007-06-19",
     "pub_date": "2009-12-15", "ipc": ["C02F3/20"], "ipc_primary": "", "assignees": [], "family": [], "cites": []},
]  # fmt: skip


def conveyance(kind="assignment", text="ASSIGNMENT OF ASSIGNOR'S INTEREST", **changes):
    return {
        "reel_frame": "13241-623", "recorded_date": "2019-01-09", "execution_date": "2019-01-02", "conveyance_text": text,
        "conveyance_class": kind, "assignors": ["Individual"], "assignees": ["Forge A/S"], "n_properties": 1,
        "properties": [{"app_no": "10201263", "pub_no": "20030002698", "patent_no": "8107635", "title": "MOULD"}],
    } | changes  # fmt: skip


ASSIGNMENT_XML = """<?xml version="1.0" encoding="UTF-8"?><response><result name="response" numFound="1"><doc>
<str name="id">18247-405</str><date name="recordedDate">2006-09-15T04:00:00Z</date>
<str name="conveyanceText">SECURITY INTEREST (SEE DOCUMENT).</str>
<date name="patAssignorEarliestExDate">2006-09-14T04:00:00Z</date><arr name="patAssignorName"><str>OLD FORGE, INC.</str></arr>
<arr name="patAssigneeName"><str>FORGE BANK</str></arr><arr name="inventionTitle"><str>MOULD</str><str>FRAME</str></arr>
<arr name="applNum"><str>10628795</str><str>11400674</str></arr><arr name="filingDate"><date>2003-07-28T04:00:00Z</date>
<date>0001-01-01T00:00:00Z</date></arr><arr name="patNum"><str>7130913</str><str>NULL</str></arr>
<arr name="publNum"><str>20040073746</str><str>NULL</str></arr></doc></result></response>
"""
NASA = [
    "reference_number,category,title,abstract,center,patent_number,serial_number,expiration_date",
    'LAR-1,materials,Old Mesh,"A mesh, old.",LARC,"7,767,305",10/758611,2024-01-14',
]
CNIPA = """<?xml version="1.0" encoding="utf-8"?><business:PatentDocumentAndRelated
 xmlns:base="http://www.sipo.gov.cn/XMLSchema/base" xmlns:business="http://www.sipo.gov.cn/XMLSchema/business"
 docNumber="104008308" kind="A" datePublication="20140827"><business:BibliographicData>
<business:InventionTitle>一种方法</business:InventionTitle></business:BibliographicData></business:PatentDocumentAndRelated>
"""


def text(*lines: str) -> bytes:
    return ("\n".join(lines) + "\n").encode()


def jsonl(*rows: object) -> bytes:
    return text(*(json.dumps(row, ensure_ascii=False) for row in rows))


def zipped(**members: str | bytes) -> bytes:
    """An archive of members whose last underscore stands for the dot."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(".".join(name.rsplit("_", 1)), content)
    return out.getvalue()


def sheet(*rows: list[str]) -> bytes:
    book, out = Workbook(), BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def png(size=(40, 30)) -> bytes:
    out = BytesIO()
    Image.new("L", size, 120).save(out, "PNG")
    return out.getvalue()


# A file of every format by its name: the name the file has, and its bytes.
SAMPLES: dict[str, tuple[str, Callable[[], bytes]]] = {
    "gazette-csv": ("a.csv", lambda: text(TIDY, tidy())),
    "nasa-csv": ("nasa.csv", lambda: text(*NASA)),
    "patsnap-xlsx": (
        "20240401.xlsx",
        lambda: sheet(
            ["公开(公告)号", "法律状态/事件", "申请日", "公开(公告)日", "标题", "IPC分类号"],
            ["CN203264282U", "授权", "2013-02-01", "2013-11-06", "一种飞机", "B64C27/32"],
        ),
    ),
    "cnipa-xml": ("cn.zip", lambda: zipped(A_XML=CNIPA)),
    "uspto-xml": ("ipg150106.xml", lambda: (grant() + OLD_GRANT + OLD_APPLICATION).encode()),
    "euipo-xml": ("em.zip", lambda: zipped(a_xml=em_mark(image=IMAGE), b_xml=EM_DESIGN, c_png=png())),
    "uspto-tsdr": ("tsdr.zip", lambda: zipped(a_xml=TSDR, b_json=json.dumps(TSDR_JSON))),
    "epo-ops": ("ops.xml", lambda: (OPS + REGISTER).encode()),
    "in-grants-csv": ("in.csv", lambda: text(*INDIAN)),
    "cn-abstracts": ("cn_2023-12-31.jsonl", lambda: jsonl(*ABSTRACTS)),
    "cn-designs-csv": ("designs.csv", lambda: text(*DESIGNS)),
    "tw-titles-csv": ("tw_2020-01-01.csv", lambda: text(*TAIWAN)),
    "euipo-csv": ("em.csv", lambda: text(*EM_CSV)),
    "patent-corpus": ("corpus.jsonl", lambda: jsonl(*CORPUS)),
    "uspto-assignments": ("assignments.jsonl", lambda: jsonl(conveyance())),
}


def write_sample(folder: Path, format_name: str) -> Path:
    """The invented file of a format."""
    name, make = SAMPLES[format_name]
    path = folder / name
    path.write_bytes(make())
    return path
