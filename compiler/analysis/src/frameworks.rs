//! What the catalogues hold that rules are filed under, as far as they are closed: to tell what no rule is about.
//!
//! Sources: STRIDE (Microsoft), LINDDUN (KU Leuven), OWASP API Security Top 10 2023, OWASP Top 10 for LLM Applications 2025, the
//! chapters of OWASP ASVS 5.0, the control families of NIST SP 800-53 revision 5, the CWE Top 25 of 2024, the container
//! techniques of MITRE ATT&CK. CAPEC has too many patterns to list: only what rules name is told.

/// A catalogue of threats, weaknesses or requirements.
#[derive(Clone, Copy, Debug)]
pub struct Framework {
    /// The entry of rules that holds its ids.
    pub key: &'static str,
    pub title: &'static str,
    /// Id and title; empty: the list is not closed.
    pub entries: &'static [(&'static str, &'static str)],
    /// How an id of a rule belongs to an entry.
    pub matching: Matching,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Matching {
    /// It is the same.
    Whole,
    /// The entry is its chapter: what stands before the first `.` or `-`.
    Chapter,
    /// It is the same, or one is a part of the other: `T1552.007` of `T1552`.
    Part,
}

impl Framework {
    /// Whether an id that a rule names belongs to an entry.
    #[must_use]
    pub fn belongs(&self, id: &str, entry: &str) -> bool {
        let below = |id: &str, above: &str| id.strip_prefix(above).is_some_and(|rest| rest.starts_with('.'));
        match self.matching {
            Matching::Whole => id == entry,
            Matching::Chapter => id.split(['.', '-']).next() == Some(entry.trim_start_matches('V')),
            Matching::Part => id == entry || below(id, entry) || below(entry, id),
        }
    }
}

/// The frameworks whose coverage can be told.
pub const FRAMEWORKS: [Framework; 9] = [
    Framework { key: "stride", title: "STRIDE", entries: &STRIDE, matching: Matching::Whole },
    Framework { key: "linddun", title: "LINDDUN", entries: &LINDDUN, matching: Matching::Whole },
    Framework {
        key: "owasp-api",
        title: "OWASP API Security Top 10, 2023",
        entries: &OWASP_API,
        matching: Matching::Whole,
    },
    Framework {
        key: "owasp-llm",
        title: "OWASP Top 10 for LLM Applications, 2025",
        entries: &OWASP_LLM,
        matching: Matching::Whole,
    },
    Framework { key: "asvs", title: "OWASP ASVS 5.0, by chapter", entries: &ASVS, matching: Matching::Chapter },
    Framework {
        key: "nist",
        title: "NIST SP 800-53 revision 5, by family",
        entries: &NIST,
        matching: Matching::Chapter,
    },
    Framework { key: "cwe", title: "CWE Top 25, 2024", entries: &CWE, matching: Matching::Whole },
    Framework { key: "attack", title: "MITRE ATT&CK for containers", entries: &ATTACK, matching: Matching::Part },
    Framework { key: "capec", title: "CAPEC", entries: &[], matching: Matching::Whole },
];

const STRIDE: [(&str, &str); 6] = [
    ("spoofing", "Spoofing"),
    ("tampering", "Tampering"),
    ("repudiation", "Repudiation"),
    ("information-disclosure", "Information disclosure"),
    ("denial-of-service", "Denial of service"),
    ("elevation-of-privilege", "Elevation of privilege"),
];

const LINDDUN: [(&str, &str); 7] = [
    ("linking", "Linking"),
    ("identifying", "Identifying"),
    ("non-repudiation", "Non-repudiation"),
    ("detecting", "Detecting"),
    ("data-disclosure", "Data disclosure"),
    ("unawareness", "Unawareness and unintervenability"),
    ("non-compliance", "Non-compliance"),
];

const OWASP_API: [(&str, &str); 10] = [
    ("API1:2023", "Broken object level authorization"),
    ("API2:2023", "Broken authentication"),
    ("API3:2023", "Broken object property level authorization"),
    ("API4:2023", "Unrestricted resource consumption"),
    ("API5:2023", "Broken function level authorization"),
    ("API6:2023", "Unrestricted access to sensitive business flows"),
    ("API7:2023", "Server side request forgery"),
    ("API8:2023", "Security misconfiguration"),
    ("API9:2023", "Improper inventory management"),
    ("API10:2023", "Unsafe consumption of APIs"),
];

const OWASP_LLM: [(&str, &str); 10] = [
    ("LLM01:2025", "Prompt injection"),
    ("LLM02:2025", "Sensitive information disclosure"),
    ("LLM03:2025", "Supply chain"),
    ("LLM04:2025", "Data and model poisoning"),
    ("LLM05:2025", "Improper output handling"),
    ("LLM06:2025", "Excessive agency"),
    ("LLM07:2025", "System prompt leakage"),
    ("LLM08:2025", "Vector and embedding weaknesses"),
    ("LLM09:2025", "Misinformation"),
    ("LLM10:2025", "Unbounded consumption"),
];

const ASVS: [(&str, &str); 17] = [
    ("V1", "Encoding and sanitization"),
    ("V2", "Validation and business logic"),
    ("V3", "Web frontend security"),
    ("V4", "API and web service"),
    ("V5", "File handling"),
    ("V6", "Authentication"),
    ("V7", "Session management"),
    ("V8", "Authorization"),
    ("V9", "Self-contained tokens"),
    ("V10", "OAuth and OIDC"),
    ("V11", "Cryptography"),
    ("V12", "Secure communication"),
    ("V13", "Configuration"),
    ("V14", "Data protection"),
    ("V15", "Secure coding and architecture"),
    ("V16", "Security logging and error handling"),
    ("V17", "WebRTC"),
];

const NIST: [(&str, &str); 20] = [
    ("AC", "Access control"),
    ("AT", "Awareness and training"),
    ("AU", "Audit and accountability"),
    ("CA", "Assessment, authorization and monitoring"),
    ("CM", "Configuration management"),
    ("CP", "Contingency planning"),
    ("IA", "Identification and authentication"),
    ("IR", "Incident response"),
    ("MA", "Maintenance"),
    ("MP", "Media protection"),
    ("PE", "Physical and environmental protection"),
    ("PL", "Planning"),
    ("PM", "Program management"),
    ("PS", "Personnel security"),
    ("PT", "Personally identifiable information processing and transparency"),
    ("RA", "Risk assessment"),
    ("SA", "System and services acquisition"),
    ("SC", "System and communications protection"),
    ("SI", "System and information integrity"),
    ("SR", "Supply chain risk management"),
];

const CWE: [(&str, &str); 25] = [
    ("79", "Cross-site scripting"),
    ("787", "Out-of-bounds write"),
    ("89", "SQL injection"),
    ("352", "Cross-site request forgery"),
    ("22", "Path traversal"),
    ("125", "Out-of-bounds read"),
    ("78", "OS command injection"),
    ("416", "Use after free"),
    ("862", "Missing authorization"),
    ("434", "Unrestricted upload of file with dangerous type"),
    ("94", "Code injection"),
    ("20", "Improper input validation"),
    ("77", "Command injection"),
    ("287", "Improper authentication"),
    ("269", "Improper privilege management"),
    ("502", "Deserialization of untrusted data"),
    ("200", "Exposure of sensitive information"),
    ("863", "Incorrect authorization"),
    ("918", "Server-side request forgery"),
    ("119", "Improper restriction within the bounds of a buffer"),
    ("476", "NULL pointer dereference"),
    ("798", "Use of hard-coded credentials"),
    ("190", "Integer overflow or wraparound"),
    ("400", "Uncontrolled resource consumption"),
    ("306", "Missing authentication for critical function"),
];

const ATTACK: [(&str, &str); 29] = [
    ("T1190", "Exploit public-facing application"),
    ("T1133", "External remote services"),
    ("T1078", "Valid accounts"),
    ("T1609", "Container administration command"),
    ("T1610", "Deploy container"),
    ("T1053.007", "Container orchestration job"),
    ("T1204.003", "User execution: malicious image"),
    ("T1098.006", "Additional container cluster roles"),
    ("T1543.005", "Container service"),
    ("T1525", "Implant internal image"),
    ("T1611", "Escape to host"),
    ("T1068", "Exploitation for privilege escalation"),
    ("T1612", "Build image on host"),
    ("T1562.001", "Disable or modify tools"),
    ("T1070", "Indicator removal"),
    ("T1036.005", "Match legitimate name or location"),
    ("T1550.001", "Application access token"),
    ("T1110", "Brute force"),
    ("T1528", "Steal application access token"),
    ("T1552.001", "Credentials in files"),
    ("T1552.007", "Container API"),
    ("T1613", "Container and resource discovery"),
    ("T1046", "Network service discovery"),
    ("T1069", "Permission groups discovery"),
    ("T1485", "Data destruction"),
    ("T1490", "Inhibit system recovery"),
    ("T1496", "Resource hijacking"),
    ("T1498", "Network denial of service"),
    ("T1499", "Endpoint denial of service"),
];

#[cfg(test)]
mod tests {
    use super::{FRAMEWORKS, Framework};

    fn framework(name: &str) -> &'static Framework {
        static ALL: [Framework; 9] = FRAMEWORKS;
        ALL.iter().find(|framework| framework.key == name).unwrap_or(&ALL[0])
    }

    #[test]
    fn ids_belong_to_their_entries() {
        assert!(framework("asvs").belongs("13.2.1", "V13") && !framework("asvs").belongs("13.2.1", "V1"));
        assert!(framework("nist").belongs("SC-8(1)", "SC") && !framework("nist").belongs("SC-8", "SA"));
        let attack = framework("attack");
        assert!(attack.belongs("T1552", "T1552.007") && attack.belongs("T1496.004", "T1496"));
        assert!(!attack.belongs("T1552.001", "T1552.007") && !attack.belongs("T15", "T1552"));
        assert!(framework("cwe").belongs("79", "79") && !framework("cwe").belongs("7", "79"));
    }
}
